package io.joborchestrator.console.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pages there are, in the order of the rail. */
public enum PageId {
  OVERVIEW("mdoal-dashboard", true),
  JOBS("mdoal-list_alt", true),
  DEAD_LETTERS("mdoal-inbox", true),
  WORKERS("mdoal-dns", true),
  ENGINES("mdomz-memory", true),
  SETTINGS("mdomz-settings", true),
  /** Reached by buttons and keys; the rail shows Jobs meanwhile. */
  SUBMIT("mdoal-add", false);

  private final String icon;
  private final boolean inRail;

  PageId(String icon, boolean inRail) {
    this.icon = icon;
    this.inRail = inRail;
  }

  public String icon() {
    return icon;
  }

  /** Those with an item of their own; the first is reached by Ctrl+1. */
  public static List<PageId> rail() {
    return Arrays.stream(values()).filter(page -> page.inRail).toList();
  }

  /** The item that is lit while this page is shown. */
  public PageId railItem() {
    return inRail ? this : JOBS;
  }

  /** The word in the remembered state. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The page for a remembered word, if there still is one. */
  public static Optional<PageId> parse(String wire) {
    return Arrays.stream(values()).filter(page -> page.wire().equals(wire)).findFirst();
  }

  /** Key of its title in the texts. */
  public String titleKey() {
    return wire() + ".title";
  }
}
