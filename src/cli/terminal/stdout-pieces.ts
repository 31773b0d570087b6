// Long output to stdout, no faster than it is read, and no longer: `… | head` is no failure.

export interface StdoutPieces {
  /** `false` once nobody reads any more. */
  write(text: string): Promise<boolean>
  /** Gives stdout back. */
  end(): void
}

/** Takes over the errors of stdout until `end`. */
export function stdoutPieces(stream: NodeJS.WriteStream = process.stdout): StdoutPieces {
  let failure: Error | null = null
  let wake: (() => void) | null = null
  const onError = (error: Error): void => {
    failure = error
    wake?.()
  }
  const onDrain = (): void => wake?.()
  stream.on('error', onError)
  stream.on('drain', onDrain)
  return {
    async write(text) {
      if (failure === null && !stream.write(text)) {
        await new Promise<void>((resolve) => (wake = resolve))
      }
      if (failure !== null && !isClosed(failure)) throw failure
      return failure === null
    },
    end() {
      stream.off('drain', onDrain)
      // An error of the last piece may still come.
      setImmediate(() => stream.off('error', onError))
    },
  }
}

function isClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')
}
