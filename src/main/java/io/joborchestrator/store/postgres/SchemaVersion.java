package io.joborchestrator.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The version of a schema beside the one that this program brings.
 *
 * @param schema its name
 * @param there its version, or null if it does not exist
 * @param here what this program knows
 */
public record SchemaVersion(String schema, @Nullable String there, String here) {
  public boolean isSame() {
    return here.equals(there);
  }

  /** A newer program was there: this one may read it, as columns stay, but must not change it. */
  public boolean isNewer() {
    return there != null && there.compareTo(here) > 0;
  }

  String upgradeAdvice() {
    return "The schema "
        + schema
        + " has the version "
        + there
        + ", this program knows "
        + here
        + ": a newer program brought it there. Upgrade this one; the jobs are safe, and newer"
        + " programs go on with them.";
  }

  /** Why nothing may be written. */
  public String readOnlyReason() {
    return "This program is older than the schema of the database (it knows version "
        + here
        + ", the schema has "
        + there
        + "), so it only reads. Upgrade this program; the jobs go on with newer ones.";
  }

  String poolerAdvice() {
    return "The schema "
        + schema
        + (there == null ? " does not exist yet" : " has the version " + there)
        + ", this program needs "
        + here
        + ". Through a connection pooler it cannot be brought there: "
        + (isNewer()
            ? "use a newer program."
            : "start once with host and port of the database itself.");
  }
}
