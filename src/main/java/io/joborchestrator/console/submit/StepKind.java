package io.joborchestrator.console.submit;

/** The kinds of step a person can add, in the order of the menu. */
enum StepKind {
  FILTER("filter", "Filter", "mdoal-filter_alt", "Keep the rows for which something is true"),
  SELECT("select", "Select", "mdomz-view_column", "Keep some columns, in an order of your own"),
  DERIVE("derive", "Derive", "mdoal-functions", "Compute columns from others"),
  RENAME("rename", "Rename", "mdoal-edit", "Give columns other names"),
  CAST("cast", "Change types", "mdomz-transform", "Turn text into numbers or dates, and so on"),
  JOIN("join", "Join", "mdomz-merge_type", "Add columns of a second file by matching keys"),
  GROUP_BY("group_by", "Group by", "mdoal-group_work", "One row per key with counts and sums"),
  SORT("sort", "Sort", "mdomz-sort", "Put the rows in order"),
  DEDUPE("dedupe", "Remove duplicates", "mdoal-content_copy", "Keep one row per key"),
  MATCH("match", "Match records", "mdomz-people", "Find the records of one person or thing"),
  UNION("union", "Append", "mdomz-playlist_add", "Add the rows of other files below"),
  LIMIT("limit", "Limit", "mdoal-flag", "Keep the first rows");

  private final String op;
  private final String title;
  private final String icon;
  private final String hint;

  StepKind(String op, String title, String icon, String hint) {
    this.op = op;
    this.title = title;
    this.icon = icon;
    this.hint = hint;
  }

  String op() {
    return op;
  }

  String title() {
    return title;
  }

  String icon() {
    return icon;
  }

  String hint() {
    return hint;
  }
}
