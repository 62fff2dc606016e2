package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.schema.PathColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Files in folders that stand for values, as one relation whose partitions are told to Spark: it
 * leaves out folders that a filter excludes, and reads nothing into their names itself. Stateless.
 */
final class SparkFolders {
  private SparkFolders() {}

  /** The name that a column of folders has in such a relation. */
  static String column(int index) {
    return "__folder" + index;
  }

  /**
   * The files as rows; behind the columns of the files come {@code __folder0} and so on, texts.
   *
   * @param schema of the files
   */
  static Dataset<Row> read(
      SparkRunContext context,
      CompiledPipeline.Input input,
      FileFormat format,
      StructType schema,
      Map<String, String> options,
      List<Path> files) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < input.spec().folderColumns().size(); i++) {
      names.add(column(i));
    }
    StructType folders = SparkTypes.text(names);
    var session = (SparkSession) context.session();
    var settings =
        scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(options));
    var index =
        new InMemoryFileIndex(
            session,
            CollectionConverters.asScala(files.stream().map(SparkFolders::path).toList()).toSeq(),
            settings,
            Option.apply(schema),
            NoopCache$.MODULE$,
            Option.apply(new PartitionSpec(folders, partitions(input, files))),
            Option.empty());
    return session.baseRelationToDataFrame(
        new HadoopFsRelation(index, folders, schema, Option.empty(), format, settings, session));
  }

  private static scala.collection.immutable.Seq<PartitionPath> partitions(
      CompiledPipeline.Input input, List<Path> files) {
    Map<Path, PartitionPath> folders = new LinkedHashMap<>();
    for (Path file : files) {
      Path folder = file.toAbsolutePath().getParent();
      if (!folders.containsKey(folder)) {
        List<@Nullable String> texts = PathColumns.values(file, input.spec());
        Object[] values =
            texts.stream().map(text -> text == null ? null : UTF8String.fromString(text)).toArray();
        InternalRow row = new GenericInternalRow(values);
        folders.put(folder, new PartitionPath(row, path(file).getParent()));
      }
    }
    return CollectionConverters.asScala(List.copyOf(folders.values())).toSeq();
  }

  /** As Spark names what it lists. */
  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toAbsolutePath().toUri());
  }

  /**
   * The used columns of folders that are the same in all rows.
   *
   * @param texts values of the columns of folders
   */
  static List<org.apache.spark.sql.Column> values(
      CompiledPipeline.Input input, List<@Nullable String> texts) {
    List<org.apache.spark.sql.Column> values = new ArrayList<>();
    for (var column : input.usedOfFolders()) {
      String text = texts.get(input.spec().folderColumns().indexOf(column.name()));
      values.add(functions.lit(text).cast("string").as(column.name()));
    }
    return values;
  }

  /** The used columns of the folders of a relation made by {@link #read}. */
  static List<org.apache.spark.sql.Column> columns(
      CompiledPipeline.Input input, Dataset<Row> relation) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (var column : input.usedOfFolders()) {
      int index = input.spec().folderColumns().indexOf(column.name());
      columns.add(relation.col(column(index)).as(column.name()));
    }
    return columns;
  }
}
