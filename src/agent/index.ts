export { startAgent } from './agent.cts'
