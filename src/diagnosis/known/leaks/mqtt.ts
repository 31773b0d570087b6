// Known leaks of mqtt.

import type { KnownLeak } from '../known-leak.ts'

export const mqtt: readonly KnownLeak[] = [
  {
    package: 'mqtt',
    versions: '>=5.0.0 <5.3.4',
    fixedIn: '5.3.4',
    url: 'https://github.com/mqttjs/MQTT.js/pull/1759',
    says: 'each packet that is stored leaves a close listener on the client',
    signs: {
      names: ['close', 'startStreamProcess'],
      files: /client\.(?:js|ts)$/,
      causes: ['event-listener'],
    },
  },
  {
    package: 'mqtt',
    versions: '<4.3.5',
    fixedIn: '4.3.5',
    url: 'https://github.com/mqttjs/MQTT.js/pull/1401',
    says: 'each packet sent while the socket is full leaves a drain listener',
    signs: { names: ['drain'], causes: ['event-listener'] },
  },
]
