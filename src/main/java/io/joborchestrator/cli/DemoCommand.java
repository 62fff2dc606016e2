package io.joborchestrator.cli;

import picocli.CommandLine.Command;

/** {@code demo}: the main job without a window. */
@Command(
    name = "demo",
    description = {
      "Run the sample jobs on both engines and show their results.",
      "Starts the embedded database if need be; changes nothing but the samples' output."
    })
final class DemoCommand extends Verb {
  DemoCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    return new Demo(this).run();
  }
}
