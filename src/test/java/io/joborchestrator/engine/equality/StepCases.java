package io.joborchestrator.engine.equality;

import static java.util.stream.Collectors.joining;

import io.joborchestrator.domain.error.ErrorCode;
import java.util.List;
import java.util.stream.IntStream;

/** Every kind of step: keys that are NULL, orders, types that meet. */
final class StepCases {
  private static final String SALES =
      "id,region,amount,price,day\n1,north,5,1.10,2024-01-01\n2,south,,2.25,2024-01-02\n3,,7,3.35,2024-01-02\n"
          + "4,north,5,,2024-01-03\n5,,,,\n6,South,-2,0.005,2024-01-01\n7,north,9,1.10,2024-01-01\n";
  private static final String SALES_COLUMNS =
      "id integer, region string, amount integer, price decimal(10,3), day date";
  private static final String REGIONS =
      "region,boss\nnorth,Ann\nsouth,Bob\n,Nobody\nwest,Cleo\nnorth,Dan\n";
  private static final String REGION_COLUMNS = "region string, boss string";

  private StepCases() {}

  private static PipelineCase sales(String name) {
    return PipelineCase.of(name).csv(SALES_COLUMNS, SALES);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(n -> n + "\n").collect(joining("", "n\n", ""));
  }

  private static PipelineCase join(String type, long rows) {
    return sales("join " + type + " with NULL keys")
        .csv("r", REGION_COLUMNS, REGIONS)
        .from("t")
        .steps(
            "{op:\"join\", with:\"r\", type:\""
                + type
                + "\", on:[{left:\"region\", right:\"region\"}]}")
        .rows(rows);
  }

  private static PipelineCase sorted(String name, String by) {
    return sales(name).steps("{op:\"sort\", by:[" + by + ", {column:\"id\"}]}").ordered().rows(7);
  }

  static List<PipelineCase> all() {
    return List.of(
        sales("filter drops false and NULL").steps("{op:\"filter\", where:\"amount > 4\"}").rows(4),
        sales("both inputs of a union are the same file")
            .from("t")
            .steps("{op:\"union\", with:[\"t\"]}")
            .rows(14),
        PipelineCase.of("a limit far before the end of a file")
            .csv("n bigint", numbers(5_000))
            .steps("{op:\"limit\", rows:3}")
            .rows(3),
        sales("select in another order")
            .steps("{op:\"select\", columns:[\"price\", \"id\"]}")
            .rows(7),
        sales("derive replaces in place and adds at the end")
            .steps(
                "{op:\"derive\", columns:[{name:\"amount\", expression:\"coalesce(amount, 0) * 2\"}, {name:\"total\", expression:\"amount * price\"}]}")
            .rows(7),
        sales("derive sees the columns before the step")
            .steps(
                "{op:\"derive\", columns:[{name:\"amount\", expression:\"amount + 1\"}, {name:\"b\", expression:\"amount\"}]}")
            .rows(7),
        sales("rename")
            .steps(
                "{op:\"rename\", columns:[{from:\"id\", to:\"Key\"}, {from:\"day\", to:\"the day\"}]}")
            .rows(7),
        sales("rename swaps")
            .steps(
                "{op:\"rename\", columns:[{from:\"id\", to:\"amount\"}, {from:\"amount\", to:\"id\"}]}")
            .rows(7),
        sales("cast step")
            .steps(
                "{op:\"cast\", columns:[{name:\"id\", type:\"string\"}, {name:\"amount\", type:\"decimal(8,1)\"}, {name:\"day\", type:\"timestamp\"}, {name:\"price\", type:\"double\"}]}")
            .rows(7),
        join("inner", 7),
        join("left", 10),
        join("right", 9),
        join("full", 12),
        join("semi", 4),
        join("anti", 3),
        sales("join on two keys of different types, with a suffix")
            .csv(
                "r",
                "amount bigint, day timestamp, id integer",
                "amount,day,id\n5,2024-01-01,100\n5,2024-01-03 00:00:00,200\n,2024-01-02,300\n9,2024-01-01 00:00:01,400\n")
            .from("t")
            .steps(
                "{op:\"join\", with:\"r\", type:\"left\", on:[{left:\"amount\", right:\"amount\"}, {left:\"day\", right:\"day\"}], suffix:\"_r\"}")
            .rows(7),
        sales("join takes chosen columns")
            .csv("r", REGION_COLUMNS, REGIONS)
            .from("t")
            .steps(
                "{op:\"join\", with:\"r\", on:[{left:\"region\", right:\"region\"}], columns:[\"boss\", \"region\"], suffix:\"2\"}")
            .rows(7),
        PipelineCase.of("join on doubles with NaN and zeros")
            .csv("k double, v integer", "k,v\nNaN,1\n0.0,2\n-0.0,3\n1.5,4\n,5\n")
            .csv("r", "k double, w integer", "k,w\nNaN,10\n-0.0,20\n1.5,30\n,40\n")
            .from("t")
            .steps("{op:\"join\", with:\"r\", type:\"full\", on:[{left:\"k\", right:\"k\"}]}"),
        PipelineCase.of("join with itself through a table")
            .csv("a integer, b integer", "a,b\n1,2\n2,3\n3,1\n")
            .table(
                "other",
                "{from:\"t\", steps:[{op:\"rename\", columns:[{from:\"a\", to:\"x\"}, {from:\"b\", to:\"y\"}]}]}")
            .from("t")
            .steps("{op:\"join\", with:\"other\", on:[{left:\"b\", right:\"x\"}]}")
            .rows(3),
        sales("group by with every aggregate; NULL is a key")
            .steps(
                "{op:\"group_by\", keys:[\"region\"], aggregates:[{function:\"count\", as:\"n\"}, {function:\"count\", expression:\"amount\", as:\"amounts\"}, {function:\"count_distinct\", expression:\"amount\", as:\"different\"}, {function:\"sum\", expression:\"amount\", as:\"total\"}, {function:\"avg\", expression:\"amount\", as:\"mean\"}, {function:\"min\", expression:\"amount\", as:\"least\"}, {function:\"max\", expression:\"day\", as:\"latest\"}, {function:\"sum\", expression:\"price\", as:\"prices\"}, {function:\"avg\", expression:\"price\", as:\"price\"}, {function:\"min\", expression:\"region\", as:\"r\"}]}")
            .rows(4),
        sales("group by nothing")
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"count\", as:\"n\"}, {function:\"sum\", expression:\"amount * 2\", as:\"s\"}, {function:\"max\", expression:\"price\", as:\"m\"}]}")
            .rows(1),
        sales("group by nothing over no rows")
            .steps(
                "{op:\"filter\", where:\"id > 100\"}",
                "{op:\"group_by\", keys:[], aggregates:[{function:\"count\", as:\"n\"}, {function:\"sum\", expression:\"amount\", as:\"s\"}, {function:\"avg\", expression:\"amount\", as:\"a\"}, {function:\"min\", expression:\"region\", as:\"m\"}]}")
            .rows(1),
        sales("group by a key over no rows")
            .steps(
                "{op:\"filter\", where:\"id > 100\"}",
                "{op:\"group_by\", keys:[\"region\"], aggregates:[{function:\"count\", as:\"n\"}]}")
            .rows(0),
        sales("group by several keys")
            .steps(
                "{op:\"group_by\", keys:[\"region\", \"day\"], aggregates:[{function:\"sum\", expression:\"coalesce(price, 0)\", as:\"s\"}]}")
            .rows(6),
        PipelineCase.of("aggregates of doubles")
            .csv(
                "k integer, d double",
                "k,d\n1,0.125\n1,0.25\n1,1e15\n2,NaN\n2,1\n3,Infinity\n3,-Infinity\n4,\n5,-0.0\n5,0.0\n")
            .steps(
                "{op:\"group_by\", keys:[\"k\"], aggregates:[{function:\"sum\", expression:\"d\", as:\"s\"}, {function:\"avg\", expression:\"d\", as:\"a\"}, {function:\"min\", expression:\"d\", as:\"lo\"}, {function:\"max\", expression:\"d\", as:\"hi\"}, {function:\"count_distinct\", expression:\"d\", as:\"n\"}]}")
            .rows(5),
        PipelineCase.of("group by doubles, NaN is one key")
            .csv("d double", "d\nNaN\nNaN\n0.0\n-0.0\n1.5\n")
            .steps("{op:\"group_by\", keys:[\"d\"], aggregates:[{function:\"count\", as:\"n\"}]}")
            .rows(3),
        PipelineCase.of("averages of decimals")
            .csv("m decimal(20,4)", "m\n1.0000\n2.0000\n2.0000\n0.0001\n9999999999999999.9999\n")
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"avg\", expression:\"m\", as:\"a\"}, {function:\"sum\", expression:\"m\", as:\"s\"}, {function:\"avg\", expression:\"cast(m as integer) % 7\", as:\"b\"}]}")
            .fails(ErrorCode.NUMERIC_OVERFLOW),
        PipelineCase.of("averages of decimals and integers")
            .csv(
                "m decimal(20,4), i integer",
                "m,i\n1.0000,1\n2.0000,2\n2.0000,2\n0.0001,2147483647\n999999999999.9999,2147483647\n")
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"avg\", expression:\"m\", as:\"a\"}, {function:\"sum\", expression:\"m\", as:\"s\"}, {function:\"avg\", expression:\"i\", as:\"b\"}, {function:\"sum\", expression:\"i\", as:\"c\"}]}")
            .rows(1),
        PipelineCase.of("sum of bigints too large")
            .csv("l bigint", "l\n9223372036854775807\n1\n")
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"sum\", expression:\"l\", as:\"s\"}]}")
            .fails(ErrorCode.NUMERIC_OVERFLOW),
        PipelineCase.of("error in an aggregate")
            .csv("i integer", "i\n1\n0\n")
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"sum\", expression:\"1 / i\", as:\"s\"}]}")
            .fails(ErrorCode.DIVISION_BY_ZERO),
        sorted("sort ascending, NULL last", "{column:\"amount\"}"),
        sorted("sort descending, NULL last", "{column:\"amount\", direction:\"desc\"}"),
        sorted("sort ascending, NULL first", "{column:\"region\", nulls:\"first\"}"),
        sorted(
            "sort descending, NULL first",
            "{column:\"price\", direction:\"desc\", nulls:\"first\"}"),
        sorted("sort by several", "{column:\"day\", direction:\"desc\"}, {column:\"region\"}"),
        PipelineCase.of("sort doubles and texts")
            .csv(
                "d double, s string",
                "d,s\nNaN,b\n1,B\n-Infinity,ä\nInfinity,a\n-0.5,Z\n,é\n2,\"\"\n3,😀\n4,｡\n5,\n")
            .steps("{op:\"sort\", by:[{column:\"s\"}, {column:\"d\"}]}")
            .ordered()
            .rows(10),
        PipelineCase.of("sort doubles, NaN is largest")
            .csv("d double, k integer", "d,k\nNaN,1\n1,2\n-Infinity,3\nInfinity,4\n,5\n-1,6\n")
            .steps("{op:\"sort\", by:[{column:\"d\", direction:\"desc\"}]}")
            .ordered()
            .rows(6),
        sales("sort is kept by later steps")
            .steps(
                "{op:\"sort\", by:[{column:\"id\", direction:\"desc\"}]}",
                "{op:\"filter\", where:\"id <> 4\"}",
                "{op:\"derive\", columns:[{name:\"x\", expression:\"id * 2\"}]}",
                "{op:\"select\", columns:[\"x\", \"region\"]}")
            .ordered()
            .rows(6),
        sales("sort and limit")
            .steps(
                "{op:\"sort\", by:[{column:\"price\", direction:\"desc\"}, {column:\"id\"}]}",
                "{op:\"limit\", rows:3}")
            .ordered()
            .rows(3),
        sales("limit beyond the rows").steps("{op:\"limit\", rows:100}").rows(7),
        sales("limit of nothing").steps("{op:\"limit\", rows:0}").rows(0),
        sales("limit, then count")
            .steps(
                "{op:\"limit\", rows:4}",
                "{op:\"group_by\", keys:[], aggregates:[{function:\"count\", as:\"n\"}]}")
            .rows(1),
        PipelineCase.of("dedupe of whole rows")
            .csv("a integer, b string", "a,b\n1,x\n1,x\n1,\n1,\n2,x\n,\n,\n")
            .steps("{op:\"dedupe\"}")
            .rows(4),
        sales("dedupe by a key, first by order")
            .steps(
                "{op:\"dedupe\", keys:[\"region\"], keep:[{column:\"amount\", direction:\"desc\"}]}")
            .rows(4),
        sales("dedupe with ties broken by the other columns")
            .steps("{op:\"dedupe\", keys:[\"region\"]}")
            .rows(4),
        sales("dedupe keeps NULL first if asked")
            .steps("{op:\"dedupe\", keys:[\"day\"], keep:[{column:\"amount\", nulls:\"first\"}]}")
            .rows(4),
        PipelineCase.of("union by name, types widen")
            .csv("a integer, b decimal(5,1), c date", "a,b,c\n1,1.5,2024-01-01\n,,\n")
            .csv(
                "u",
                "c timestamp, b integer, a bigint",
                "c,b,a\n2024-01-01 12:00:00,7,9223372036854775807\n")
            .csv("w", "b double, a integer, c date", "b,a,c\n0.25,3,2024-05-05\n")
            .from("t")
            .steps("{op:\"union\", with:[\"u\", \"w\"]}")
            .rows(4),
        PipelineCase.of("union keeps duplicates")
            .csv("a integer", "a\n1\n1\n")
            .csv("u", "a integer", "a\n1\n")
            .from("t")
            .steps("{op:\"union\", with:[\"u\"]}")
            .rows(3),
        PipelineCase.of("union of different columns")
            .csv("a integer", "a\n1\n")
            .csv("u", "b integer", "b\n1\n")
            .from("t")
            .steps("{op:\"union\", with:[\"u\"]}")
            .fails(ErrorCode.UNKNOWN_COLUMN),
        sales("tables, join, group, sort")
            .csv("r", REGION_COLUMNS, REGIONS)
            .table(
                "bosses",
                "{from:\"r\", steps:[{op:\"dedupe\", keys:[\"region\"], keep:[{column:\"boss\", direction:\"desc\"}]}]}")
            .table("big", "{from:\"t\", steps:[{op:\"filter\", where:\"amount >= 5\"}]}")
            .from("big")
            .steps(
                "{op:\"join\", with:\"bosses\", type:\"left\", on:[{left:\"region\", right:\"region\"}]}",
                "{op:\"group_by\", keys:[\"boss\"], aggregates:[{function:\"sum\", expression:\"amount\", as:\"total\"}]}",
                "{op:\"sort\", by:[{column:\"total\", direction:\"desc\"}]}")
            .ordered()
            .rows(2),
        sales("select of an unknown column")
            .steps("{op:\"select\", columns:[\"regoin\"]}")
            .fails(ErrorCode.UNKNOWN_COLUMN),
        sales("condition that is no condition")
            .steps("{op:\"filter\", where:\"amount + 1\"}")
            .fails(ErrorCode.TYPE_MISMATCH));
  }
}
