package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.spark.SparkStatementAnalyzer.Analyzed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark's types of a query's rows in our words. Stateless. */
final class SparkResultTypes {
  private SparkResultTypes() {}

  /** Columns of a view may have any type: then nothing is said of them. */
  static List<Column> columns(Analyzed analyzed) {
    return analyzed.statement().view() == null
        ? columns(analyzed.schema(), analyzed.statement())
        : known(analyzed.schema());
  }

  /**
   * The columns of rows that are written or shown.
   *
   * @throws io.joborchestrator.analytics.StatementRefusedException for a type that no file of ours
   *     has, and for two columns of one name
   */
  static List<Column> columns(StructType schema, StatementAt statement) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (StructField field : schema.fields()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw statement.refusal(
            ErrorCode.INVALID_SQL,
            -1,
            "Two columns of the result have the name '" + field.name() + "': rename one with AS",
            null);
      }
      ColumnType type =
          type(field.dataType())
              .orElseThrow(
                  () ->
                      statement.refusal(
                          ErrorCode.TYPE_MISMATCH,
                          -1,
                          "The column '"
                              + field.name()
                              + "' has the type "
                              + field.dataType().sql()
                              + ", which no output holds: convert it, for example with to_json",
                          null));
      columns.add(new Column(field.name(), type));
    }
    return columns;
  }

  private static List<Column> known(StructType schema) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      type(field.dataType()).ifPresent(type -> columns.add(new Column(field.name(), type)));
    }
    return columns;
  }

  private static Optional<ColumnType> type(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(ColumnType.decimal(decimal.precision(), decimal.scale()));
    }
    if (type instanceof StringType || type.equals(DataTypes.NullType)) {
      return Optional.of(ColumnType.STRING);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return Optional.of(ColumnType.BOOLEAN);
    }
    if (type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)) {
      return Optional.of(ColumnType.INTEGER);
    }
    if (type.equals(DataTypes.LongType)) {
      return Optional.of(ColumnType.BIGINT);
    }
    if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
      return Optional.of(ColumnType.DOUBLE);
    }
    if (type.equals(DataTypes.DateType)) {
      return Optional.of(ColumnType.DATE);
    }
    boolean time = type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
    return time ? Optional.of(ColumnType.TIMESTAMP) : Optional.empty();
  }
}
