package io.joborchestrator.analytics;

import io.joborchestrator.analytics.SqlToken.Kind;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.pipeline.Problem;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a document whose form is right, before any engine sees it. */
final class AnalyticsChecks {
  private static final int MOST_STATEMENTS = 200;

  private final AnalyticsSpec spec;
  private final List<Problem> problems;
  private final Map<String, String> relations = new HashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  AnalyticsChecks(AnalyticsSpec spec, List<Problem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  void run() {
    spec.inputs().keySet().forEach(name -> relation(name, "/inputs/" + name));
    parameters();
    if (spec.statements().size() > MOST_STATEMENTS) {
      invalid("/statements", "A job may have " + MOST_STATEMENTS + " statements");
    }
    boolean gives = false;
    for (int i = 0; i < spec.statements().size(); i++) {
      statement(spec.statements().get(i), i);
      gives |= spec.statements().get(i).output() != null || !isView(i);
    }
    if (!gives) {
      invalid("/statements", "Nothing comes out: give a statement an output, or end with a SELECT");
    }
    unusedParameters();
  }

  private void parameters() {
    spec.parameters()
        .forEach(
            (name, parameter) -> {
              try {
                ParameterValues.of(parameter);
              } catch (IllegalArgumentException e) {
                problems.add(
                    Problem.at(
                        ErrorCode.VALUE_ERROR,
                        "/parameters/" + name + "/value",
                        String.valueOf(e.getMessage())));
              }
            });
  }

  private void statement(AnalyticsSpec.Statement statement, int index) {
    String at = "/statements/" + index;
    StatementText text = StatementText.of(statement.sql(), spec.sqlDialect());
    if (text.isEmpty()) {
      invalid(at + "/sql", "The statement is empty");
      return;
    }
    int second = text.secondStatement();
    if (second >= 0) {
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION,
              at + "/sql",
              second,
              text.endOfPiece(second),
              "Another statement begins in "
                  + text.place(second)
                  + ": put each into an entry of its own",
              null));
    }
    String view = viewOf(statement, text, at);
    if (view != null) {
      relation(view, statement.as() == null ? at + "/sql" : at + "/as");
    }
    if (view != null && statement.output() != null) {
      invalid(at + "/output", "A statement is either a view (as) or has an output");
    }
    boolean last = index == spec.statements().size() - 1;
    if (view == null && statement.output() == null && !last) {
      invalid(at, "Its rows go nowhere: give it a name (as) or an output; only the last may do so");
    }
    parametersOf(text, at + "/sql");
  }

  private @Nullable String viewOf(
      AnalyticsSpec.Statement statement, StatementText text, String at) {
    if (statement.as() != null && text.view() != null) {
      invalid(at + "/as", "The statement itself says which view it creates: leave out one of both");
    }
    return statement.as() == null ? text.view() : statement.as();
  }

  private boolean isView(int index) {
    AnalyticsSpec.Statement statement = spec.statements().get(index);
    return statement.as() != null
        || StatementText.of(statement.sql(), spec.sqlDialect()).view() != null;
  }

  private void relation(String name, String pointer) {
    String twin = relations.put(name.toLowerCase(Locale.ROOT), name);
    if (name.startsWith("__")) {
      invalid(pointer, "'" + name + "' cannot be a name here: it starts with __");
    } else if (twin != null) {
      invalid(
          pointer,
          "There is an input or view '" + twin + "' already; upper and lower case are the same");
    }
  }

  private void parametersOf(StatementText text, String pointer) {
    for (SqlToken token : text.tokens()) {
      if (token.kind() != Kind.PARAMETER) {
        continue;
      }
      String name = token.text().substring(1);
      used.add(name);
      if (!spec.parameters().containsKey(name)) {
        String near = NearNames.nearest(name, spec.parameters().keySet()).orElse(null);
        problems.add(
            new Problem(
                ErrorCode.INVALID_SPECIFICATION,
                pointer,
                token.start(),
                token.end(),
                "The parameter :"
                    + name
                    + " in "
                    + text.place(token.start())
                    + " is not given"
                    + (near == null ? "" : ": did you mean :" + near + "?"),
                near == null ? null : ":" + near));
      }
    }
  }

  private void unusedParameters() {
    for (String name : spec.parameters().keySet()) {
      if (!used.contains(name)) {
        invalid("/parameters/" + name, "No statement uses the parameter :" + name);
      }
    }
  }

  private void invalid(String pointer, String message) {
    problems.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message));
  }
}
