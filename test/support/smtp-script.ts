import type { Socket } from 'node:net';

export type Stage = 'connect' | 'mail' | 'rcpt' | 'data';
export type Done = (error?: Error | null) => void;
type Act = { kind: 'refuse'; code: number; text: string } | { kind: 'stall' } | { kind: 'drop' };

export interface SmtpScript {
  /** Answers the next `times` commands of this stage with the code and text; the later ones are accepted again. */
  refuse(stage: Stage, code: number, text: string, times?: number): void;
  /** Says nothing at this stage until `recover` is called or the client gives up. */
  stall(stage: Stage, times?: number): void;
  /** Cuts the connection at this stage. At `data` the mail has been kept by then: only the answer is lost. */
  drop(stage: Stage, times?: number): void;
  /** Forgets what was scripted and lets the stalled commands go on. */
  recover(): void;
}

interface Line {
  stage: Stage;
  act: Act;
  left: number;
}

/** The misbehaviour that a test asks of its mail server, and `play`, which the server calls at every stage. */
export function smtpScript() {
  const stalled: Done[] = [];
  let lines: Line[] = [];
  const add = (stage: Stage, act: Act, left: number): void => void lines.push({ stage, act, left });

  const script: SmtpScript = {
    refuse: (stage, code, text, times = 1) => add(stage, { kind: 'refuse', code, text }, times),
    stall: (stage, times = 1) => add(stage, { kind: 'stall' }, times),
    drop: (stage, times = 1) => add(stage, { kind: 'drop' }, times),
    recover() {
      lines = [];
      for (const done of stalled.splice(0)) done();
    },
  };

  /** Takes the next scripted act of this stage; undefined when the server is to behave. */
  function next(stage: Stage): Act | undefined {
    const line = lines.find((one) => one.stage === stage && one.left > 0);
    if (line !== undefined) line.left -= 1;
    return line?.act;
  }

  function play(act: Act | undefined, socket: Socket | undefined, done: Done): void {
    if (act === undefined) done();
    else if (act.kind === 'refuse') done(Object.assign(new Error(act.text), { responseCode: act.code }));
    else if (act.kind === 'stall') stalled.push(done);
    else socket?.destroy();
  }

  return { script, next, play };
}
