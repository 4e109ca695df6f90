import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends the output with one plain line, `N passed, N failed`, after the names of the parts for want of which tests were
 * skipped. Under CI a skipped test is a failure: there everything must be installed.
 */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    const broken = failed + modules.flatMap(errorsOutsideTests).length + unhandled.length;
    const passed = tests.filter((test) => test.result().state === 'passed').length;

    for (const part of missingParts(skipped)) console.log(part);
    if (skipped.length > 0 && process.env.CI === 'true') {
      console.log('CI=true: a skipped test is a failure.');
      process.exitCode = 1;
    }
    const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
    console.log(`${passed} passed, ${broken} failed${skips}`);
  }
}

/** A file that could not be loaded or a failed beforeAll has no failed test, and would otherwise not be counted. */
function errorsOutsideTests(module: TestModule): unknown[] {
  return [module, ...module.children.allSuites()].flatMap((suite) => suite.errors());
}

function missingParts(skipped: TestCase[]): Set<string> {
  const notes = skipped
    .map((test) => test.result())
    .map((result) => (result.state === 'skipped' ? result.note : undefined));
  return new Set(notes.filter((note) => note !== undefined));
}
