package io.joborchestrator.console.frame;

/** One or two letters for a user name: "mk" for "m.keller", "p" for "postgres". */
final class Initials {
  private Initials() {}

  static String of(String user) {
    StringBuilder initials = new StringBuilder();
    for (String part : user.split("[^\\p{L}\\p{N}]+")) {
      if (!part.isEmpty() && initials.length() < 2) {
        initials.append(part.charAt(0));
      }
    }
    return initials.toString();
  }
}
