package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import java.io.PrintStream;
import java.util.List;

/** Prints what is wrong with a job's configuration, each problem under the characters it is at. */
final class ProblemReport {
  private static final String INDENT = "    ";

  private ProblemReport() {}

  static void print(List<Problem> problems, ObjectNode config, PrintStream err) {
    for (Problem problem : problems) {
      String pointer = problem.pointer();
      String place = pointer.isEmpty() ? "" : " at " + pointer;
      err.println("Error " + problem.code() + place + ": " + Texts.clean(problem.message()));
      // Other fields of a job than its configuration are named without a slash.
      JsonNode field = pointer.startsWith("/") ? config.at(pointer) : MissingNode.getInstance();
      if (problem.start() >= 0 && field.isTextual()) {
        err.println(INDENT + oneLine(field.textValue()));
        err.println(INDENT + caret(problem, field.textValue()));
      }
      if (!problem.question().isEmpty()) {
        err.println(INDENT + problem.question());
      }
    }
  }

  static ArrayNode json(List<Problem> problems) {
    ArrayNode array = JobJson.array();
    for (Problem problem : problems) {
      array
          .addObject()
          .put("code", problem.code().wire())
          .put("pointer", problem.pointer())
          .put("start", problem.start())
          .put("end", problem.end())
          .put("message", problem.message())
          .put("suggestion", problem.suggestion());
    }
    return array;
  }

  /** Same length as the text, so that the caret stands where it should. */
  private static String oneLine(String text) {
    return Texts.clean(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
  }

  private static String caret(Problem problem, String text) {
    int start = Math.min(problem.start(), text.length());
    int end = Math.min(Math.max(problem.end(), start + 1), Math.max(text.length(), start + 1));
    return " ".repeat(text.codePointCount(0, start)) + "^".repeat(end - start);
  }
}
