package io.joborchestrator.engine.equality;

import io.joborchestrator.domain.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What stands in files: quoting, line ends, encodings, NULL, bad rows, wide and empty files. */
final class FileCases {
  private static final String AB = "a integer, b string";

  private FileCases() {}

  static List<PipelineCase> all() {
    List<PipelineCase> cases = new ArrayList<>();
    Collections.addAll(cases, text());
    Collections.addAll(cases, values());
    Collections.addAll(cases, badRows());
    Collections.addAll(cases, json());
    Collections.addAll(cases, outputs());
    return cases;
  }

  private static PipelineCase[] text() {
    return new PipelineCase[] {
      PipelineCase.of("plain csv").csv(AB, "a,b\n1,x\n2,y\n").rows(2),
      PipelineCase.of("no newline at the end").csv(AB, "a,b\n1,x\n2,y").rows(2),
      PipelineCase.of("CRLF").csv(AB, "a,b\r\n1,x\r\n2,y\r\n").rows(2),
      PipelineCase.of("CR alone").csv(AB, "a,b\r1,x\r2,y\r").rows(2),
      PipelineCase.of("mixed line ends").csv(AB, "a,b\n1,x\r\n2,y\n3,z\r\n").rows(3),
      PipelineCase.of("BOM").csv(AB, "\uFEFFa,b\n1,x\n").rows(1),
      PipelineCase.of("BOM without header")
          .csv(AB, "\uFEFF1,x\n2,y\n")
          .with("t", "{header:false}")
          .rows(2),
      PipelineCase.of("BOM, no header, newline in quotes")
          .csv("b string, c string", "\uFEFFx,\"p\nq\"\ny,z\n")
          .with("t", "{header:false}")
          .rows(2),
      PipelineCase.of("doubled quotes and delimiters in quotes")
          .csv(AB, "a,b\n1,\"he said \"\"hi\"\"\"\n2,\"a,b\"\n3,\"\"\"\"\n")
          .rows(3),
      PipelineCase.of("newlines in quotes")
          .csv(AB, "a,b\n1,\"x\ny\"\n2,\"p\r\nq\"\n3,\"\n\"\n4,z\n")
          .rows(4),
      PipelineCase.of("newlines in quotes, CRLF between records")
          .csv(AB, "a,b\r\n1,\"x\ny\"\r\n2,\"p\r\nq\"\r\n3,z\r\n")
          .rows(3),
      PipelineCase.of("empty fields and quoted empty fields")
          .csv("a string, b string", "a,b\n,\n\"\",\"\"\nx,\n,y\n")
          .expressions("a is null", "length(a)", "coalesce(b, 'none')")
          .rows(4),
      PipelineCase.of("quoted empty number").csv(AB, "a,b\n\"\",x\n\"7\",y\n,z\n").rows(3),
      PipelineCase.of("blank lines").csv(AB, "a,b\n\n1,x\n\n\n2,y\n\n").rows(2),
      PipelineCase.of("line of spaces")
          .csv("a string, b string", "a,b\nx,1\n   \ny,2\n")
          .fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("single column with empty lines").csv("a string", "a\nx\n\ny\n").rows(2),
      PipelineCase.of("stray quotes in unquoted fields")
          .csv(AB, "a,b\n1,5\" pipe\n2,x\"y\"z\n")
          .rows(2),
      PipelineCase.of("blanks around quotes").csv(AB, "a,b\n1, \"x\"\n2,\"y\" \n").rows(2),
      PipelineCase.of("spaces are kept")
          .csv(AB, "a,b\n1, x \n2,  \n")
          .expressions("length(b)")
          .rows(2),
      PipelineCase.of("non-ASCII")
          .csv("näme string, 城市 string", "näme,城市\nGrüße,東京\n😀,é\n")
          .rows(2),
      PipelineCase.of("ISO-8859-1")
          .input(
              "t", "csv", "t.csv", AB, "a,b\n1,Grüße\n2,é\n".getBytes(StandardCharsets.ISO_8859_1))
          .with("t", "{encoding:\"ISO-8859-1\"}")
          .rows(2),
      PipelineCase.of("semicolons and single quotes")
          .csv(AB, "a;b\n1;'x;y'\n2;'it''s'\n3;\"q\"\n")
          .with("t", "{delimiter:\";\", quote:\"'\"}")
          .rows(3),
      PipelineCase.of("tabs")
          .csv("a string, b string", "a\tb\nx\ty\n\t\n1\t\n")
          .with("t", "{delimiter:\"\\t\"}")
          .rows(3),
      PipelineCase.of("own text for NULL")
          .csv("a integer, b string", "a,b\nNA,NA\n1,x\n2,\n")
          .with("t", "{nullText:\"NA\"}")
          .expressions("b is null", "length(b)")
          .rows(3),
      PipelineCase.of("own text for NULL, quoted it is text")
          .csv("b string, c string", "b,c\nNA,1\n\"NA\",2\n,3\n\"\",4\n")
          .with("t", "{nullText:\"NA\"}")
          .expressions("b is null")
          .rows(4),
      PipelineCase.of("backslashes are text").csv(AB, "a,b\n1,a\\b\n2,\"a\\\"\n3,\\N\n").rows(3),
      PipelineCase.of("signs that mean something elsewhere")
          .csv("b string", "b\n#x\n//y\n=1+1\n'\n%\n\\\n")
          .rows(6),
      PipelineCase.of("header in another order and further columns")
          .csv(AB, "c,b,a\nz,x,1\nz,y,2\n")
          .rows(2),
      PipelineCase.of("mixed-case names")
          .csv("Alpha integer, BETA string", "BETA,Alpha\nx,1\ny,2\n")
          .steps("{op:\"filter\", where:\"Alpha > 1\"}")
          .rows(1),
      PipelineCase.of("names with blanks and signs")
          .csv("a-b integer, from string, x.y string", "a-b,from,x.y\n1,p,q\n")
          .expressions("\"a-b\" + 1", "\"from\" || \"x.y\"")
          .rows(1),
      PipelineCase.of("header only").csv(AB, "a,b\n").rows(0),
      PipelineCase.of("empty file").csv(AB, "").rows(0),
      PipelineCase.of("500 columns")
          .csv(wideColumns(), wideFile())
          .expressions("c0 + c499")
          .rows(3),
      PipelineCase.of("several files, one of them with another order")
          .input("t", "csv", "in/*.csv", AB, null)
          .file("in/1.csv", "a,b\n1,x\n")
          .file("in/2.csv", "b,a\ny,2\n")
          .file("in/3.csv", "a,b\n3,\"p\nq\"\n")
          .file("in/4.csv", "a,b\n")
          .rows(3),
      PipelineCase.of("a folder of files")
          .input("t", "csv", "in", AB, null)
          .file("in/1.csv", "a,b\n1,x\n")
          .file("in/2.csv", "a,b\n2,y\n")
          .file("in/_SUCCESS", "")
          .file("in/.hidden", "zzz")
          .rows(2),
      PipelineCase.of("missing file")
          .input("t", "csv", "none.csv", AB, null)
          .fails(ErrorCode.INPUT_NOT_FOUND),
      PipelineCase.of("missing column")
          .csv("a integer, z string", "a,b\n1,x\n")
          .fails(ErrorCode.INPUT_FORMAT),
      PipelineCase.of("not UTF-8")
          .input(
              "t", "csv", "t.csv", AB, "a,b\n1,Grüße\n2,y\n".getBytes(StandardCharsets.ISO_8859_1))
          .fails(ErrorCode.BAD_ROWS),
    };
  }

  private static PipelineCase[] values() {
    return new PipelineCase[] {
      PipelineCase.of("integers with blanks, signs, limits")
          .csv(
              "a integer, b bigint",
              "a,b\n 7 ,+8\n-2147483648,-9223372036854775808\n2147483647,9223372036854775807\n007,0\n")
          .rows(4),
      PipelineCase.of("decimals round half up")
          .csv("a decimal(10,2)", "a\n1.005\n-1.005\n2.675\n.5\n5.\n-0.001\n12345678.994\n")
          .rows(7),
      PipelineCase.of("doubles")
          .csv(
              "a double",
              "a\n1.5\n1e3\n-0.0\nNaN\nInfinity\n-inf\n1E-320\n1.7976931348623157e308\n.1\n")
          .rows(9),
      PipelineCase.of("booleans").csv("a boolean", "a\ntrue\nFALSE\nt\nF\nyes\nNo\n1\n0\n").rows(8),
      PipelineCase.of("dates")
          .csv("a date", "a\n2024-02-29\n1582-10-14\n0001-01-01\n9999-12-31\n1900-01-01\n")
          .rows(5),
      PipelineCase.of("timestamps with and without zones")
          .csv(
              "a timestamp",
              "a\n2024-01-02 03:04:05\n2024-01-02T03:04:05Z\n2024-01-02T03:04:05.123456+02:00\n"
                  + "2024-01-02 03:04\n2024-01-02\n1969-12-31 23:59:59.999999\n"
                  + "2024-03-31T02:30:00+0100\n1890-06-01 00:00:00\n2024-12-31T23:59:59.9-05\n")
          .rows(9),
      PipelineCase.of("dates and timestamps by pattern")
          .csv(
              "a date dd/MM/yyyy, b timestamp dd.MM.yyyy HH:mm",
              "a,b\n29/02/2024,31.12.1999 23:59\n")
          .rows(1),
      bad("integer with a point", "a integer", "1.0"),
      bad("integer with an exponent", "a integer", "1e3"),
      bad("integer too large", "a integer", "2147483648"),
      bad("bigint too large", "a bigint", "9223372036854775808"),
      bad("text in a number", "a double", "abc"),
      bad("hexadecimal number", "a integer", "0x1F"),
      bad("number with a type letter", "a double", "1.5d"),
      bad("number with thousands", "a decimal(10,2)", "\"1,000.50\""),
      bad("decimal too large", "a decimal(4,2)", "100.00"),
      bad("boolean of another kind", "a boolean", "maybe"),
      bad("30th of February", "a date", "2024-02-30"),
      bad("date without zeros", "a date", "2024-1-2"),
      bad("date with a time", "a date", "2024-01-02 03:04:05"),
      bad("timestamp at 25 o'clock", "a timestamp", "2024-01-02 25:00:00"),
      bad("timestamp in words", "a timestamp", "now"),
      bad("date that does not fit its pattern", "a date dd/MM/yyyy", "2024-01-02"),
    };
  }

  private static PipelineCase bad(String what, String column, String value) {
    return PipelineCase.of("bad value: " + what)
        .csv(column + ", b string", "a,b\n" + value + ",x\n")
        .fails(ErrorCode.BAD_ROWS);
  }

  private static final String DIRTY =
      "a,b\n1,x\n2\n3,y,z\nfour,w\n5,\"open\n6,\"q\"r\n7,ok\n8,\"fine\"\n";

  private static PipelineCase[] badRows() {
    return new PipelineCase[] {
      PipelineCase.of("short row fails").csv(AB, "a,b\n1,x\n2\n").fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("long row fails").csv(AB, "a,b\n1,x\n2,y,z\n").fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("one delimiter too many").csv(AB, "a,b\n1,x,\n2,y,\n").rows(2),
      PipelineCase.of("open quote fails").csv(AB, "a,b\n1,\"x\n2,y\n").fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("text behind a quote fails")
          .csv(AB, "a,b\n1,\"x\"y\n2,y\n")
          .fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("bad value of a row that a filter would drop")
          .csv("a integer, b integer", "a,b\n1,x\n2,3\n")
          .steps("{op:\"filter\", where:\"a > 1 and b > 0\"}")
          .fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("bad value beside NULL in a filtered column")
          .csv("a integer, b integer", "a,b\n,x\n2,3\n")
          .steps(
              "{op:\"filter\", where:\"a > 1\"}",
              "{op:\"derive\", columns:[{name:\"c\", expression:\"b + 1\"}]}")
          .fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("bad rows skipped").csv(AB, DIRTY).with("t", "{badRows:\"skip\"}").rows(3),
      PipelineCase.of("bad values skipped")
          .csv(
              "a integer, b double, c date",
              "a,b,c\n1,1.5,2024-01-01\nx,1,2024-01-01\n2,y,2024-01-01\n3,3,z\n,,\n")
          .with("t", "{badRows:\"skip\"}")
          .rows(2),
      PipelineCase.of("bad rows quarantined")
          .csv(AB, DIRTY)
          .with("t", "{badRows:\"quarantine\", quarantinePath:\"bad.csv\"}")
          .rows(3),
      PipelineCase.of("bad values quarantined")
          .csv("a integer, b double", "a,b\n1,1.5\nx,1\n2,\"y,z\"\n3,\n")
          .with("t", "{badRows:\"quarantine\", quarantinePath:\"bad.csv\"}")
          .rows(2),
      PipelineCase.of("nothing to quarantine")
          .csv(AB, "a,b\n1,x\n")
          .with("t", "{badRows:\"quarantine\", quarantinePath:\"bad.csv\"}")
          .rows(1),
      PipelineCase.of("bad rows skipped, sorted and limited")
          .csv("a integer, b string", "a,b\n3,x\nq,y\n1,z\n2,w\n")
          .with("t", "{badRows:\"skip\"}")
          .steps("{op:\"sort\", by:[{column:\"a\"}]}", "{op:\"limit\", rows:2}")
          .ordered()
          .rows(2),
    };
  }

  private static PipelineCase[] json() {
    return new PipelineCase[] {
      PipelineCase.of("json lines")
          .json(
              "a integer, b string, c double, d boolean",
              "{\"a\":1,\"b\":\"x\",\"c\":1.5,\"d\":true}\n{\"b\":null,\"a\":2}\n{\"a\":3,\"b\":\"é\\n\\u00e9\",\"c\":1e3,\"d\":false,\"z\":1}\n")
          .rows(3),
      PipelineCase.of("json array")
          .json("a integer, b string", "[{\"a\":1,\"b\":\"x\"},\n {\"a\":2,\"b\":\"y\"}]")
          .rows(2),
      PipelineCase.of("json with blank lines and CRLF")
          .json("a integer", "{\"a\":1}\r\n\r\n{\"a\":2}\r\n")
          .rows(2),
      PipelineCase.of("json with a BOM").json("a integer", "\uFEFF{\"a\":1}\n").rows(1),
      PipelineCase.of("json numbers as text and texts as numbers")
          .json(
              "a integer, b string, c decimal(10,2)",
              "{\"a\":\"1\",\"b\":2,\"c\":\"3.50\"}\n{\"a\":2,\"b\":1.10,\"c\":4.005}\n{\"b\":true}\n")
          .rows(3),
      PipelineCase.of("json dates and timestamps")
          .json(
              "a date, b timestamp", "{\"a\":\"2024-01-02\",\"b\":\"2024-01-02T03:04:05+01:00\"}\n")
          .rows(1),
      PipelineCase.of("json nested values are text")
          .json("a string, b string", "{\"a\":{\"x\":1},\"b\":[1,2]}\n")
          .rows(1),
      PipelineCase.of("json empty texts and escapes")
          .json(
              "a string",
              "{\"a\":\"\"}\n{\"a\":null}\n{}\n{\"a\":\"\\\"\\\\\\/\\t\"}\n{\"a\":\"😀\"}\n")
          .expressions("a is null", "length(a)")
          .rows(5),
      PipelineCase.of("json names in mixed case")
          .json("Name string, other string", "{\"Name\":\"x\",\"other\":\"y\"}\n{\"name\":\"z\"}\n")
          .rows(2),
      PipelineCase.of("json empty file").json("a integer", "").rows(0),
      PipelineCase.of("json broken line fails")
          .json("a integer", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n")
          .fails(ErrorCode.BAD_ROWS),
      PipelineCase.of("json broken line skipped")
          .json("a integer", "{\"a\":1}\n{\"a\":\n{\"a\":3}\nnull\n5\n{\"a\":\"x\"}\n")
          .with("t", "{badRows:\"skip\"}")
          .rows(2),
      PipelineCase.of("json bad value fails")
          .json("a integer", "{\"a\":\"x\"}\n")
          .fails(ErrorCode.BAD_ROWS),
    };
  }

  private static PipelineCase[] outputs() {
    String columns =
        "s string, i integer, l bigint, d double, m decimal(12,3), t date, z timestamp, o boolean";
    String text =
        "s,i,l,d,m,t,z,o\n"
            + "\" x \",1,2,1.5,3.14,2024-02-29,2024-01-02T03:04:05.678Z,true\n"
            + "\"a,\"\"b\"\"\",-1,-2,1e20,-0.5,1999-12-31,1969-12-31 23:59:59,false\n"
            + "\"line\nbreak\",,,,,,,\n"
            + "\"\",0,0,0,0,0001-01-01,2024-06-30 12:00:00.000001,true\n"
            + ",5,6,NaN,7,2024-01-01,2024-01-01,false\n"
            + "\\,2147483647,9223372036854775807,1e-7,123456789.999,9999-12-31,9999-12-31 23:59:59,\n";
    List<PipelineCase> cases = new ArrayList<>();
    for (String format : List.of("csv", "json", "parquet")) {
      cases.add(
          PipelineCase.of("every type to a " + format + " file")
              .csv(columns, text)
              .output("{format:\"" + format + "\", path:\"out." + format + "\"}")
              .rows(6));
      cases.add(
          PipelineCase.of("every type to a folder of " + format)
              .csv(columns, text)
              .output("{format:\"" + format + "\", path:\"out\"}")
              .rows(6));
      cases.add(
          PipelineCase.of("no rows to " + format)
              .csv(columns, text)
              .steps("{op:\"filter\", where:\"i = 77\"}")
              .output("{format:\"" + format + "\", path:\"out." + format + "\"}")
              .rows(0));
    }
    cases.add(
        PipelineCase.of("gzip csv")
            .csv(AB, "a,b\n1,x\n2,y\n")
            .output("{format:\"csv\", path:\"out.csv\", compression:\"gzip\"}")
            .rows(2));
    cases.add(
        PipelineCase.of("sorted csv keeps its order")
            .csv(AB, numbers(2000))
            .steps("{op:\"sort\", by:[{column:\"a\", direction:\"desc\"}]}")
            .output("{format:\"csv\", path:\"out.csv\"}")
            .ordered()
            .rows(2000));
    cases.add(
        PipelineCase.of("output that exists is refused")
            .csv(AB, "a,b\n1,x\n")
            .file("out.parquet", "precious")
            .fails(ErrorCode.OUTPUT_EXISTS));
    cases.add(
        PipelineCase.of("output equal to input")
            .csv(AB, "a,b\n1,x\n")
            .output("{format:\"csv\", path:\"t.csv\", ifExists:\"replace\"}")
            .fails(ErrorCode.OUTPUT_EQUALS_INPUT));
    return cases.toArray(PipelineCase[]::new);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> (i * 7919L % count) + ",v" + i)
        .collect(Collectors.joining("\n", "a,b\n", "\n"));
  }

  private static String wideColumns() {
    return IntStream.range(0, 500)
        .mapToObj(i -> "c" + i + " integer")
        .collect(Collectors.joining(", "));
  }

  private static String wideFile() {
    String header = IntStream.range(0, 500).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row = IntStream.range(0, 500).mapToObj(String::valueOf).collect(Collectors.joining(","));
    return header + "\n" + row + "\n" + row + "\n" + row + "\n";
  }
}
