package io.joborchestrator.engine.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The 22 queries of TPC-H as SQL jobs, and their published answers. */
final class TpchQueries {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns by table, with one letter for the type: b(igint), i(nteger), m(oney), d(ate), s. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put(
        "lineitem",
        "l_orderkey:b l_partkey:b l_suppkey:b l_linenumber:i l_quantity:m l_extendedprice:m"
            + " l_discount:m l_tax:m l_returnflag:s l_linestatus:s l_shipdate:d l_commitdate:d"
            + " l_receiptdate:d l_shipinstruct:s l_shipmode:s l_comment:s");
    TABLES.put(
        "orders",
        "o_orderkey:b o_custkey:b o_orderstatus:s o_totalprice:m o_orderdate:d o_orderpriority:s"
            + " o_clerk:s o_shippriority:i o_comment:s");
    TABLES.put(
        "customer",
        "c_custkey:b c_name:s c_address:s c_nationkey:b c_phone:s c_acctbal:m c_mktsegment:s"
            + " c_comment:s");
    TABLES.put(
        "part",
        "p_partkey:b p_name:s p_mfgr:s p_brand:s p_type:s p_size:i p_container:s p_retailprice:m"
            + " p_comment:s");
    TABLES.put("partsupp", "ps_partkey:b ps_suppkey:b ps_availqty:i ps_supplycost:m ps_comment:s");
    TABLES.put(
        "supplier",
        "s_suppkey:b s_name:s s_address:s s_nationkey:b s_phone:s s_acctbal:m s_comment:s");
    TABLES.put("nation", "n_nationkey:b n_name:s n_regionkey:b n_comment:s");
    TABLES.put("region", "r_regionkey:b r_name:s r_comment:s");
  }

  private TpchQueries() {}

  static List<String> tables() {
    return List.copyOf(TABLES.keySet());
  }

  /** A table's file as an input. */
  static ObjectNode input(String table, String format, Path folder) {
    ObjectNode input = JSON.createObjectNode();
    input.put("format", format).put("path", folder.resolve(table + "." + format).toString());
    ArrayNode columns = input.putArray("columns");
    for (String column : String.valueOf(TABLES.get(table)).split(" ")) {
      String[] parts = column.split(":");
      columns.addObject().put("name", parts[0]).put("type", type(parts[1]));
    }
    return input;
  }

  private static String type(String letter) {
    return switch (letter) {
      case "b" -> "bigint";
      case "i" -> "integer";
      case "m" -> "decimal(15,2)";
      case "d" -> "date";
      default -> "string";
    };
  }

  /** The job of a query over Parquet files; its last statement writes a file. */
  static ObjectNode job(int number, String dialect, Path folder, Path output) throws IOException {
    String text = read("queries/q%02d.sql".formatted(number));
    ObjectNode job = JSON.createObjectNode().put("dialect", dialect);
    ObjectNode inputs = job.putObject("inputs");
    for (String table : tables()) {
      if (text.matches("(?s).*\\b" + table + "\\b.*")) {
        inputs.set(table, input(table, "parquet", folder));
      }
    }
    ObjectNode parameters = JSON.createObjectNode();
    var sql = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("-- :")) {
        String[] parts = line.substring(4).split(" ", 3);
        parameters.putObject(parts[0]).put("type", parts[1]).put("value", parts[2]);
      } else {
        sql.append(line).append('\n');
      }
    }
    if (!parameters.isEmpty()) {
      job.set("parameters", parameters);
    }
    ArrayNode statements = job.putArray("statements");
    String[] parts = sql.toString().split("-- next\n");
    Arrays.stream(parts).forEach(part -> statements.addObject().put("sql", part));
    ((ObjectNode) statements.get(parts.length - 1))
        .putObject("output")
        .put("format", "csv")
        .put("path", output.toString());
    return job;
  }

  /** Columns that hold addresses and comments: the generator writes other ones. */
  static List<Integer> generatedTexts(int number) {
    return switch (number) {
      case 2, 10 -> List.of(5, 7);
      case 15 -> List.of(2);
      case 20 -> List.of(1);
      default -> List.of();
    };
  }

  /** Whether an answer is published that this generator can give. */
  static boolean hasAnswer(String scale, int number) {
    return number != 13 || scale.equals("sf1");
  }

  /** Rows of the published answer. */
  static List<List<String>> answer(String scale, int number) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : read(scale + "/q%02d.csv".formatted(number)).lines().skip(1).toList()) {
      // In CSV a row of one NULL is an empty line, which is no record.
      if (!line.isEmpty()) {
        rows.add(List.of(line.split("\\|", -1)));
      }
    }
    return rows;
  }

  private static String read(String name) throws IOException {
    InputStream plain = resource(name);
    try (InputStream in = plain == null ? new GZIPInputStream(packed(name)) : plain) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static InputStream packed(String name) throws IOException {
    InputStream packed = resource(name + ".gz");
    if (packed == null) {
      throw new IOException("There is no " + name);
    }
    return packed;
  }

  private static @Nullable InputStream resource(String name) {
    return TpchQueries.class.getResourceAsStream("/tpch/" + name);
  }
}
