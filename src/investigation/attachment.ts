// What is different about a program that was there before Tidemark came: it is let go, and how that went is told.

/** A program that Tidemark attached to. */
export interface Attachment {
  /** Whether it runs on another machine. */
  readonly isElsewhere: boolean
  /** Takes the agents out; what they have written stays until the end. May be called twice. */
  readonly leave: () => Promise<void>
  /** Whether the program still runs. */
  readonly isThere: () => boolean
  /** Whether the inspector was open before, and was left so. */
  readonly wasOpen: boolean
  /** Processes with Node.js in them that the program has started. */
  readonly nodeChildren: () => readonly number[]
}

/** How the watch ended, what it did to the program, and whom it did not see; one sentence each. `isTold`: of what it died. */
export function attachmentNotes(
  attachment: Attachment,
  durationMs: number,
  isTold: boolean,
): string[] {
  const seconds = (durationMs / 1000).toFixed(1)
  const how = isTold ? '' : '; how, only its parent knows'
  const notes = [
    attachment.isThere()
      ? `Tidemark watched for ${seconds} s and left; the program runs on.`
      : `The program ended after ${seconds} s of watching${how}.`,
  ]
  const children = attachment.nodeChildren()
  if (children.length > 0) {
    const whose = children.length === 1 ? 'A Node.js process' : 'Node.js processes'
    notes.push(
      `${whose} that the program started (pid ${children.join(', ')}) cannot be seen from it: attach to each.`,
    )
  }
  if (attachment.isElsewhere) {
    notes.push(
      'The program was watched through the address of its inspector: its worker threads and the memory outside its heap ' +
        'were not, and a process id above 1,000,000,000 is its own with that number added.',
    )
  }
  if (!attachment.wasOpen) {
    notes.push(
      'SIGUSR1 opened the inspector of the program for a moment; it was closed again. Node.js says so on the program’s stderr.',
    )
  }
  return notes
}
