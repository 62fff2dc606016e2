package io.joborchestrator.domain.job;

import io.joborchestrator.domain.error.NearNames;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter language of the console and the command line.
 *
 * <p>Terms are separated by spaces and all must match: {@code status:failed,timeout type:etl
 * engine:spark queue:default owner:me tag:nightly since:2h ended:14:00..14:05 name:load -name:noise
 * text}. A word without a field is looked for in name and id; a value with spaces stands in double
 * quotes. Thread-safe.
 */
public final class JobFilterParser {
  /** Fields of the language, in the order they are offered. */
  public static final List<String> FIELDS =
      List.of("status", "type", "engine", "queue", "owner", "tag", "since", "ended", "name");

  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhdw])");
  private static final List<String> ONLY_NAMES = List.of("name");

  private final Clock clock;
  private final String me;

  /**
   * @param clock its time and zone read {@code since:}
   * @param me the user {@code owner:me} stands for
   */
  public JobFilterParser(Clock clock, String me) {
    this.clock = clock;
    this.me = me;
  }

  /**
   * The filter for a text; the empty text is {@link JobFilter#ALL}.
   *
   * @throws JobFilterSyntaxException at the first term that is wrong
   */
  public JobFilter parse(String text) {
    Parts parts = new Parts();
    for (Term term : Term.split(text)) {
      apply(parts, term);
    }
    return parts.filter();
  }

  private void apply(Parts parts, Term term) {
    String field = term.field();
    if (field == null) {
      (term.negated() ? parts.notText : parts.text).add(term.value());
      return;
    }
    if (!FIELDS.contains(field)) {
      String near = NearNames.nearest(field, FIELDS).orElse(null);
      throw term.problem(
          "There is no field '" + field + "': use " + String.join(", ", FIELDS) + ".",
          near == null ? null : term.withField(near));
    }
    if (term.negated() && !ONLY_NAMES.contains(field)) {
      throw term.problem("Only names can be left out, as in -name:noise.", null);
    }
    if (term.value().isEmpty()) {
      throw term.problem("'" + field + ":' needs a value, as in " + example(field) + ".", null);
    }
    switch (field) {
      case "status" -> term.values().forEach(word -> parts.statuses.add(status(term, word)));
      case "type" -> parts.types.addAll(term.values());
      case "engine" -> parts.engines.addAll(term.values());
      case "queue" -> parts.queues.addAll(term.values());
      case "owner" ->
          term.values().forEach(word -> parts.owners.add(word.equals("me") ? me : word));
      case "tag" -> parts.tags.addAll(term.values());
      case "since" -> parts.since = since(term);
      case "ended" -> parts.ended = ended(term);
      case "name" -> (term.negated() ? parts.notText : parts.text).add(term.value());
      default -> throw new IllegalStateException("Unhandled field " + field);
    }
  }

  private static String example(String field) {
    return switch (field) {
      case "status" -> "status:failed";
      case "since" -> "since:2h";
      case "ended" -> "ended:1h or ended:2026-11-23T14:00..2026-11-23T14:05";
      case "owner" -> "owner:me";
      default -> field + ":…";
    };
  }

  private static JobStatus status(Term term, String word) {
    List<String> words = Arrays.stream(JobStatus.values()).map(JobStatus::wire).toList();
    String wanted = word.toLowerCase(Locale.ROOT);
    if (!words.contains(wanted)) {
      String near = NearNames.nearest(wanted, words).orElse(null);
      throw term.problem(
          "There is no status '" + word + "': use " + String.join(", ", words) + ".",
          near == null ? null : "status:" + near);
    }
    return JobStatus.parse(wanted);
  }

  /**
   * Reads the value of {@code since:}.
   *
   * @throws JobFilterSyntaxException if it is no age and no time
   */
  public Instant since(Term term) {
    return time(term, term.value());
  }

  /** An age or a time alone reaches until now; {@code FROM..TO} has an end. */
  private TimeRange ended(Term term) {
    String value = term.value();
    int dots = value.indexOf("..");
    if (dots < 0) {
      return new TimeRange(time(term, value), null);
    }
    TimeRange range =
        new TimeRange(time(term, value.substring(0, dots)), time(term, value.substring(dots + 2)));
    if (range.to() != null && !range.from().isBefore(range.to())) {
      throw term.problem("'" + value + "' ends before it begins.", null);
    }
    return range;
  }

  private Instant time(Term term, String value) {
    Matcher age = AGE.matcher(value.toLowerCase(Locale.ROOT));
    if (age.matches()) {
      return clock.instant().minus(length(Long.parseLong(age.group(1)), age.group(2)));
    }
    if (value.equalsIgnoreCase("today")) {
      return LocalDate.now(clock).atStartOfDay(clock.getZone()).toInstant();
    }
    try {
      return moment(value);
    } catch (DateTimeException e) {
      throw term.problem(
          "'"
              + value
              + "' is not a time: use an age (30m, 2h, 7d, 4w), today, a time of today (14:05),"
              + " a date (2026-11-23) or a"
              + " time (2026-11-23T08:00 or 2026-11-23T08:00:00Z).",
          null);
    }
  }

  private Instant moment(String value) {
    if (value.indexOf('-') < 0 && value.indexOf(':') > 0) {
      return LocalTime.parse(value)
          .atDate(LocalDate.now(clock))
          .atZone(clock.getZone())
          .toInstant();
    }
    if (value.length() <= 10) {
      return LocalDate.parse(value).atStartOfDay(clock.getZone()).toInstant();
    }
    if (value.endsWith("Z")) {
      return Instant.parse(value);
    }
    return LocalDateTime.parse(value).atZone(clock.getZone()).toInstant();
  }

  private static Duration length(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      case "w" -> Duration.ofDays(7 * amount);
      default -> throw new IllegalStateException("Unhandled unit " + unit);
    };
  }

  /** The text that reads back as this filter, with {@code since} as an instant. */
  public static String format(JobFilter filter) {
    List<String> terms = new ArrayList<>();
    addSet(terms, "status", filter.statuses().stream().map(JobStatus::wire).toList());
    addSet(terms, "type", filter.types());
    addSet(terms, "engine", filter.engines());
    addSet(terms, "queue", filter.queues());
    addSet(terms, "owner", filter.owners());
    addSet(terms, "tag", filter.tags());
    if (filter.since() != null) {
      terms.add("since:" + filter.since());
    }
    if (filter.ended() != null) {
      terms.add("ended:" + filter.ended());
    }
    filter.text().forEach(word -> terms.add(Term.plain(word)));
    filter.notText().forEach(word -> terms.add("-name:" + Term.quoted(word)));
    return String.join(" ", terms);
  }

  private static void addSet(List<String> terms, String field, Collection<String> values) {
    if (!values.isEmpty()) {
      List<String> words = values.stream().sorted().map(Term::quoted).toList();
      terms.add(field + ":" + String.join(",", words));
    }
  }

  /** What the terms add up to. */
  private static final class Parts {
    final Set<JobStatus> statuses = new LinkedHashSet<>();
    final Set<String> types = new LinkedHashSet<>();
    final Set<String> engines = new LinkedHashSet<>();
    final Set<String> queues = new LinkedHashSet<>();
    final List<String> text = new ArrayList<>();
    final List<String> notText = new ArrayList<>();
    final Set<String> owners = new LinkedHashSet<>();
    final Set<String> tags = new LinkedHashSet<>();
    @Nullable Instant since;
    @Nullable TimeRange ended;

    JobFilter filter() {
      return new JobFilter(
          statuses, types, engines, queues, text, notText, owners, tags, since, ended);
    }
  }
}
