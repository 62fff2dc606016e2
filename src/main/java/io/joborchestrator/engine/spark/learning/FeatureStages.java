package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.FeatureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.QuantileDiscretizer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * The stages that make one vector of numbers of all slots: columns that are treated alike share
 * their stages. Knows which slots each part of the vector comes from. One per training.
 */
final class FeatureStages {
  private static final String WORD_BREAKS = "[^\\p{L}\\p{N}]+";

  /** Which slots a part of the vector comes from. */
  private sealed interface Part {
    record Plain(List<Slot> slots) implements Part {}

    record OneHot(Slot slot, StringIndexer indexer, int place, boolean unknownKept)
        implements Part {}

    record Buckets(Slot slot, String output) implements Part {}

    record Words(Slot slot, int count) implements Part {}
  }

  private final List<PipelineStage> stages = new ArrayList<>();
  private final List<String> assembled = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  FeatureStages(List<Slot> slots) {
    numbers(slots);
    categories(slots);
    slots.stream().filter(slot -> slot.kind() == FeatureKind.TEXT).forEach(this::text);
    stages.add(
        new VectorAssembler()
            .setInputCols(assembled.toArray(String[]::new))
            .setOutputCol(Names.FEATURES)
            .setHandleInvalid("error"));
  }

  PipelineStage[] stages() {
    return stages.toArray(PipelineStage[]::new);
  }

  private void numbers(List<Slot> slots) {
    List<Slot> numbers = slots.stream().filter(s -> s.kind() == FeatureKind.NUMERIC).toList();
    for (String strategy : List.of("mean", "median", "mode")) {
      List<Slot> imputed = having(numbers, slot -> slot.missing().equals(strategy));
      if (!imputed.isEmpty()) {
        stages.add(
            new Imputer()
                .setStrategy(strategy)
                .setInputCols(ids(imputed, ""))
                .setOutputCols(ids(imputed, "_filled")));
      }
    }
    List<Slot> plain = having(numbers, s -> !s.isBucketed() && s.scale().equals("none"));
    plain.forEach(slot -> assembled.add(filled(slot)));
    if (!plain.isEmpty()) {
      parts.add(new Part.Plain(plain));
    }
    scaled(having(numbers, slot -> slot.scale().equals("standard")), "standard");
    scaled(having(numbers, slot -> slot.scale().equals("range")), "range");
    having(numbers, Slot::isBucketed).forEach(this::buckets);
  }

  private void scaled(List<Slot> slots, String way) {
    if (slots.isEmpty()) {
      return;
    }
    String vector = "__" + way;
    stages.add(
        new VectorAssembler()
            .setInputCols(slots.stream().map(FeatureStages::filled).toArray(String[]::new))
            .setOutputCol(vector));
    String output = vector + "_scaled";
    stages.add(
        way.equals("standard")
            ? new StandardScaler()
                .setWithMean(true)
                .setWithStd(true)
                .setInputCol(vector)
                .setOutputCol(output)
            : new MinMaxScaler().setInputCol(vector).setOutputCol(output));
    assembled.add(output);
    parts.add(new Part.Plain(slots));
  }

  private void buckets(Slot slot) {
    Integer count = slot.feature().buckets();
    String bucket = slot.id() + "_bucket";
    stages.add(
        new QuantileDiscretizer()
            .setNumBuckets(count == null ? 2 : count)
            .setInputCol(filled(slot))
            .setOutputCol(bucket));
    String output = bucket + "_hot";
    stages.add(oneHot(new String[] {bucket}, new String[] {output}, false));
    assembled.add(output);
    parts.add(new Part.Buckets(slot, bucket));
  }

  private void categories(List<Slot> slots) {
    List<Slot> categories = having(slots, slot -> slot.kind() == FeatureKind.CATEGORY);
    if (categories.isEmpty()) {
      return;
    }
    StringIndexer indexer =
        new StringIndexer()
            .setHandleInvalid("keep")
            .setInputCols(ids(categories, ""))
            .setOutputCols(ids(categories, "_index"));
    stages.add(indexer);
    for (boolean kept : new boolean[] {true, false}) {
      List<Slot> hot =
          having(categories, s -> !s.isIndexed() && s.unknown().equals("keep") == kept);
      if (!hot.isEmpty()) {
        stages.add(oneHot(ids(hot, "_index"), ids(hot, "_hot"), !kept));
        for (Slot slot : hot) {
          assembled.add(slot.id() + "_hot");
          parts.add(new Part.OneHot(slot, indexer, categories.indexOf(slot), kept));
        }
      }
    }
    List<Slot> indexed = having(categories, Slot::isIndexed);
    indexed.forEach(slot -> assembled.add(slot.id() + "_index"));
    if (!indexed.isEmpty()) {
      parts.add(new Part.Plain(indexed));
    }
  }

  private static OneHotEncoder oneHot(String[] from, String[] to, boolean dropLast) {
    return new OneHotEncoder().setDropLast(dropLast).setInputCols(from).setOutputCols(to);
  }

  private void text(Slot slot) {
    int count = slot.feature().words() == null ? 1024 : slot.feature().words();
    boolean weighed = !"counts".equals(slot.feature().weights());
    String counts = slot.id() + "_counts";
    stages.add(
        new RegexTokenizer()
            .setPattern(WORD_BREAKS)
            .setInputCol(slot.id())
            .setOutputCol(slot.id() + "_words"));
    stages.add(
        new HashingTF()
            .setNumFeatures(count)
            .setInputCol(slot.id() + "_words")
            .setOutputCol(counts));
    if (weighed) {
      stages.add(new IDF().setInputCol(counts).setOutputCol(slot.id() + "_weights"));
    }
    assembled.add(weighed ? slot.id() + "_weights" : counts);
    parts.add(new Part.Words(slot, count));
  }

  private static List<Slot> having(List<Slot> slots, Predicate<Slot> wanted) {
    return slots.stream().filter(wanted).toList();
  }

  private static String[] ids(List<Slot> slots, String ending) {
    return slots.stream().map(slot -> slot.id() + ending).toArray(String[]::new);
  }

  private static String filled(Slot slot) {
    boolean imputed = List.of("mean", "median", "mode").contains(slot.missing());
    return imputed ? slot.id() + "_filled" : slot.id();
  }

  /** What each number of the vector is, once the stages have seen the data. */
  List<String> names(PipelineModel fitted) {
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Plain plain) {
        plain.slots().forEach(slot -> names.add(slot.title()));
      } else if (part instanceof Part.OneHot hot) {
        for (String label : labels(fitted, hot)) {
          names.add(hot.slot().title() + " = " + label);
        }
        if (hot.unknownKept()) {
          names.add(hot.slot().title() + " = (unknown)");
        }
      } else if (part instanceof Part.Buckets buckets) {
        names.addAll(ranges(fitted, buckets));
      } else if (part instanceof Part.Words words) {
        for (int i = 0; i < words.count(); i++) {
          names.add(words.slot().title() + " words #" + i);
        }
      }
    }
    return names;
  }

  private static String[] labels(PipelineModel fitted, Part.OneHot hot) {
    return categories(fitted)[hot.place()];
  }

  /** The categories of each category slot, in the order of the slots; none: an empty array. */
  static String[][] categories(PipelineModel fitted) {
    for (Transformer stage : fitted.stages()) {
      if (stage instanceof StringIndexerModel indexer) {
        return indexer.labelsArray();
      }
    }
    return new String[0][];
  }

  private static List<String> ranges(PipelineModel fitted, Part.Buckets buckets) {
    List<String> names = new ArrayList<>();
    for (Transformer stage : fitted.stages()) {
      if (stage instanceof Bucketizer bucketizer
          && bucketizer.getOutputCol().equals(buckets.output())) {
        double[] splits = bucketizer.getSplits();
        for (int i = 0; i + 1 < splits.length; i++) {
          names.add(range(buckets.slot().title(), splits[i], splits[i + 1]));
        }
      }
    }
    return names;
  }

  private static String range(String title, double from, double to) {
    if (Double.isInfinite(from)) {
      return title + " < " + number(to);
    }
    return Double.isInfinite(to)
        ? title + " ≥ " + number(from)
        : title + " " + number(from) + " to " + number(to);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
