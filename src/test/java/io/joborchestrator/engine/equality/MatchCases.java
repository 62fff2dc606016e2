package io.joborchestrator.engine.equality;

import io.joborchestrator.domain.error.ErrorCode;
import java.util.List;

/** Records of one thing: blocks, measures, chains of pairs, what is refused. */
final class MatchCases {
  private static final String PEOPLE =
      "id,first,last,born,zip,mail\n"
          + "p1,Anna,Müller,1980-02-01,1010,anna@x.at\n"
          + "p2,Ana,Mueller,1980-02-01,1010,\n"
          + "p3,Anna,Muller,1980-01-02,8010,anna@x.at\n"
          + "p4,Karl,Gruber,1975-07-30,1010,k@g.at\n"
          + "p5,Karl,Gruber,,1010,\n"
          + "p6,Eva,Novak,1990-12-12,,eva@n.cz\n"
          + "p7,Eva,Novak,1990-12-12,,\n"
          + "p8,,,,,\n"
          + "p9,,,,,\n";
  private static final String COLUMNS =
      "id string, first string, last string, born date, zip string, mail string";
  private static final String BY_NAME =
      "{value:\"sorted_words(fold(first || ' ' || last))\", by:\"edit\"}";

  private MatchCases() {}

  private static PipelineCase people(String name) {
    return PipelineCase.of(name).csv(COLUMNS, PEOPLE);
  }

  private static String match(String blocks, String compare, double threshold, String more) {
    return "{op:\"match\", key:\"id\", blocks:["
        + blocks
        + "], compare:["
        + compare
        + "], threshold:"
        + threshold
        + more
        + "}";
  }

  private static PipelineCase refused(String name, String csv, String more) {
    return PipelineCase.of(name)
        .csv("id string, a string", csv)
        .steps(match("[\"a\"]", "{value:\"a\", by:\"exact\"}", 1, more))
        .fails(ErrorCode.INVALID_SPECIFICATION);
  }

  static List<PipelineCase> all() {
    return List.of(
        people("match joins what two blocks find to one cluster")
            .steps(
                match(
                    "[\"zip\"], [\"mail\"]",
                    BY_NAME + ", {value:\"born\", by:\"date\", weight:2, missing:0.5}",
                    0.8,
                    ", as:\"who\", size:\"n\""),
                "{op:\"filter\", where:\"who = 'p1' and n = 3\"}")
            .rows(3),
        people("match leaves out what is missing, but not below a limit")
            .steps(
                match(
                    "[\"zip\", \"left(last, 1)\"], [\"first\", \"last\"]",
                    BY_NAME
                        + ", {value:\"born\", by:\"date\"}, {value:\"mail\", by:\"exact\", atLeast:1}",
                    0.7,
                    ""),
                "{op:\"dedupe\", keys:[\"cluster\"], keep:[{column:\"id\"}]}")
            .rows(6),
        people("match in a table, and of what it gave once more")
            .table(
                "found",
                "{from:\"t\", steps:[" + match("[\"zip\"]", BY_NAME, 0.8, ", as:\"by_zip\"") + "]}")
            .from("found")
            .steps(
                match("[\"mail\"], [\"by_zip\"]", BY_NAME, 0.8, ", size:\"n\""),
                "{op:\"group_by\", keys:[\"cluster\", \"n\"], aggregates:[{function:\"count\", as:\"c\"}, {function:\"min\", expression:\"by_zip\", as:\"z\"}]}",
                "{op:\"sort\", by:[{column:\"n\", direction:\"desc\"}, {column:\"cluster\"}]}")
            .ordered()
            .rows(6),
        people("match over two files, bad rows are left out")
            .csv("u", COLUMNS, PEOPLE.replaceAll("(?m)^p", "q").replace("q1,", "q1,,"))
            .with("u", "{badRows:\"quarantine\", quarantinePath:\"bad.csv\"}")
            .from("t")
            .steps(
                "{op:\"union\", with:[\"u\"]}",
                match("[\"zip\", \"last\"]", BY_NAME, 1, ", size:\"n\""))
            .rows(17),
        PipelineCase.of("match with whole numbers as keys and no pair at all")
            .csv("id integer, a string", "id,a\n3,x\n1,y\n2,\n")
            .steps(match("[\"a\"]", "{value:\"a\", by:\"exact\"}", 1, ", size:\"n\""))
            .rows(3),
        PipelineCase.of("match of no rows")
            .csv("id integer, a string", "id,a\n")
            .steps(match("[\"a\"]", "{value:\"a\", by:\"exact\"}", 1, ""))
            .rows(0),
        refused("match with a key that is there twice", "id,a\nx,1\ny,1\nx,2\n", ""),
        refused("match with a key that is NULL", "id,a\nx,1\n,1\n", ""),
        refused(
            "match with a block that is too large", "id,a\n1,b\n2,b\n3,b\n", ", largestBlock:2"));
  }
}
