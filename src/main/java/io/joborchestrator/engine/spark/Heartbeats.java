package io.joborchestrator.engine.spark;

import org.apache.spark.scheduler.AccumulableInfo;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What a running task has read so far, out of an executor's heartbeat. */
final class Heartbeats {
  private static final String RECORDS = "internal.metrics.input.recordsRead";
  private static final String BYTES = "internal.metrics.input.bytesRead";

  private Heartbeats() {}

  static TrackedRun.Read read(Seq<AccumulableInfo> accumulables) {
    long records = 0;
    long bytes = 0;
    for (AccumulableInfo info : CollectionConverters.asJava(accumulables)) {
      String name = info.name().isDefined() ? info.name().get() : "";
      if (RECORDS.equals(name)) {
        records = number(info);
      } else if (BYTES.equals(name)) {
        bytes = number(info);
      }
    }
    return new TrackedRun.Read(records, bytes, 0);
  }

  private static long number(AccumulableInfo info) {
    return info.update().isDefined() && info.update().get() instanceof Number value
        ? value.longValue()
        : 0;
  }
}
