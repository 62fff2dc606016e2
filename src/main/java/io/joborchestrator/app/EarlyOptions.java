package io.joborchestrator.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The options that matter before the command line is read: where to log, and how loudly. */
final class EarlyOptions {
  private static final String HOME = "--home";

  private EarlyOptions() {}

  static @Nullable Path home(String[] args) {
    for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
      if (args[i].equals(HOME) && i + 1 < args.length) {
        return Path.of(args[i + 1]);
      }
      if (args[i].startsWith(HOME + "=")) {
        return Path.of(args[i].substring(HOME.length() + 1));
      }
    }
    return null;
  }

  static boolean isVerbose(String[] args) {
    for (String arg : args) {
      if (arg.equals("--")) {
        return false;
      }
      if (arg.equals("--verbose")) {
        return true;
      }
    }
    return false;
  }
}
