package io.joborchestrator.engine.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Spark is used by this process.
 *
 * @param enabled false: the engine is off and says so
 * @param master {@code local[*]}, {@code local[n]} or the address of a cluster's master
 * @param slots runs at once; they share the cores fairly
 * @param comfortableInputBytes above this size of input another capable engine is preferred
 * @param workDir a folder of this process for shuffle files and the like
 * @param conf further settings of Spark, which win over those of the engine; what users choose was
 *     checked by {@link #refused}
 * @param retryAfter how long after a failed start the next one is tried
 * @param killGrace how long a killed run may take to end before it is reported as not confirmed
 * @param cluster what only a cluster needs
 */
public record SparkSettings(
    boolean enabled,
    String master,
    int slots,
    long comfortableInputBytes,
    Path workDir,
    Map<String, String> conf,
    Duration retryAfter,
    Duration killGrace,
    SparkCluster cluster) {
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\*|\\d+)(?:,\\s*\\d+)?]");

  public SparkSettings {
    if (master.isBlank()) {
      throw new IllegalArgumentException(
          "spark.master is empty: use local[*] or spark://host:7077");
    }
    if (slots < 1) {
      throw new IllegalArgumentException("spark.slots is " + slots + ": at least 1 is needed");
    }
    conf = Map.copyOf(conf);
  }

  /** For a session in this process, or a cluster that trusts everybody. */
  public SparkSettings(
      boolean enabled,
      String master,
      int slots,
      long comfortableInputBytes,
      Path workDir,
      Map<String, String> conf,
      Duration retryAfter,
      Duration killGrace) {
    this(
        enabled,
        master,
        slots,
        comfortableInputBytes,
        workDir,
        conf,
        retryAfter,
        killGrace,
        SparkCluster.OPEN);
  }

  /**
   * Why a setting may not stand in the configuration of the engine, in words, or empty if it may.
   */
  public static Optional<String> refused(String setting) {
    return AllowedSettings.refusedForSession(setting);
  }

  /** Spark inside this process on all cores, four runs at once. */
  public static SparkSettings local(Path workDir) {
    return local("local[*]", workDir);
  }

  /** Spark inside this process with the given local master. */
  public static SparkSettings local(String master, Path workDir) {
    return new SparkSettings(
        true,
        master,
        4,
        Long.MAX_VALUE,
        workDir,
        Map.of(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  public SparkSettings withConf(Map<String, String> value) {
    return new SparkSettings(
        enabled,
        master,
        slots,
        comfortableInputBytes,
        workDir,
        value,
        retryAfter,
        killGrace,
        cluster);
  }

  /** On the cluster with this master. */
  public SparkSettings on(String address, SparkCluster value) {
    return new SparkSettings(
        enabled,
        address,
        slots,
        comfortableInputBytes,
        workDir,
        conf,
        retryAfter,
        killGrace,
        value);
  }

  boolean isLocal() {
    return SparkMaster.of(master) == SparkMaster.LOCAL;
  }

  /** Cores of a local master; for a cluster the cores of this machine, as a first guess. */
  int cores() {
    Matcher matcher = LOCAL.matcher(master);
    if (matcher.matches() && !"*".equals(matcher.group(1))) {
      return Math.max(1, Integer.parseInt(matcher.group(1)));
    }
    return "local".equals(master) ? 1 : Runtime.getRuntime().availableProcessors();
  }
}
