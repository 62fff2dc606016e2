package io.joborchestrator.console.view;

import javafx.css.PseudoClass;

/** Style classes that Java code sets; the sheets in {@code styles/} define them. */
public final class Styles {
  public static final String W500 = "w500";
  public static final String W600 = "w600";
  public static final String MONO = "mono";
  public static final String ID = "id";
  public static final String ID_FULL = "id-full";
  public static final String NUMBER = "number";
  public static final String NUMBER_SMALL = "number-small";
  public static final String PAGE_TITLE = "page-title";
  public static final String HEADING = "heading";
  public static final String NAME = "name";
  public static final String SMALL = "small";
  public static final String CAPTION = "caption";
  public static final String FIELD_LABEL = "field-label";
  public static final String MUTED = "muted";
  public static final String FAINT = "faint";
  public static final String DASH = "dash";
  public static final String ACCENT_TEXT = "accent-text";
  public static final String ERROR_TEXT = "error-text";
  public static final String WARNING_TEXT = "warning-text";
  public static final String SUCCESS_TEXT = "success-text";

  public static final String PRIMARY = "primary";
  public static final String QUIET = "quiet";
  public static final String DANGER = "danger";
  public static final String ICON_ONLY = "icon-only";
  public static final String SMALL_BUTTON = "small-button";
  public static final String LINK_BUTTON = "link-button";

  public static final String ICON_13 = "icon-13";
  public static final String ICON_14 = "icon-14";
  public static final String ICON_18 = "icon-18";
  public static final String ICON_20 = "icon-20";
  public static final String ICON_ACCENT = "icon-accent";
  public static final String ICON_GOOD = "icon-good";
  public static final String ICON_WARNING = "icon-warning";
  public static final String ICON_BAD = "icon-bad";

  public static final String STATUS = "status";
  public static final String CHIP_STATE = "chip-state";
  public static final String CHIP_SMALL = "chip-small";
  public static final String METER = "meter";
  public static final String METER_FILL = "meter-fill";
  public static final String METER_2 = "meter-2";
  public static final String METER_6 = "meter-6";
  public static final String ENGINE_MARK = "engine-mark";

  public static final String CARD = "card";
  public static final String CARD_FLUSH = "card-flush";
  public static final String CARD_ROW = "card-row";
  public static final String CHOSEN = "chosen";
  public static final String WELL = "well";
  public static final String DIVIDER = "divider";
  public static final String PAGE = "page";
  public static final String PAGE_HEAD = "page-head";
  public static final String PAGE_BODY = "page-body";
  public static final String CHIP = "chip";
  public static final String CHIP_KEY = "chip-key";
  public static final String CHIP_VALUE = "chip-value";
  public static final String CHIP_NOT = "chip-not";
  public static final String COUNT_BADGE = "count-badge";
  public static final String KBD = "kbd";
  public static final String COUNT_TABS = "count-tabs";
  public static final String COUNT_TAB = "count-tab";
  public static final String TAB_COUNT = "tab-count";
  public static final String SEGMENTED = "segmented";
  public static final String FILTER_ROW = "filter-row";
  public static final String FILTER_BAR = "filter-bar";
  public static final String SUGGESTIONS = "suggestions";
  public static final String SLIDE_OVER = "slide-over";
  public static final String BANNER = "banner";
  public static final String RAISED = "raised";
  public static final String BULK_BAR = "bulk-bar";
  public static final String TABLE_FOOT = "table-foot";
  public static final String PILL = "pill";
  public static final String SKELETON_ROW = "skeleton-row";
  public static final String SKELETON_BAR = "skeleton-bar";
  public static final String FORM_FIELD = "form-field";
  public static final String FIELD_ERROR = "field-error";
  public static final String FIELD_HINT = "field-hint";
  public static final String STALE = "stale";
  public static final String MUTED_CELL = "muted-cell";
  public static final String ALIGN_RIGHT = "align-right";

  /** The row under the keyboard, or whose detail is open. */
  public static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  public static final PseudoClass COLLAPSED = PseudoClass.getPseudoClass("collapsed");

  /** A field with an error (the base theme knows this one as well). */
  public static final PseudoClass STATE_DANGER = PseudoClass.getPseudoClass("danger");

  /** A card that has its column for itself. */
  public static final PseudoClass ALONE = PseudoClass.getPseudoClass("alone");

  private Styles() {}
}
