package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineHealth.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Asks the master of a standalone cluster how it is, in Spark's own protocol but without a session.
 * Spark itself only writes into its log why a master cannot be used, and waits a minute.
 * Thread-safe.
 */
final class MasterQuestion {
  private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:(\\d+)");
  private static final int CONNECT_MILLIS = 3_000;

  private final SparkSettings settings;

  MasterQuestion(SparkSettings settings) {
    this.settings = settings;
  }

  boolean isPossible() {
    return SparkMaster.of(settings.master()) == SparkMaster.STANDALONE;
  }

  /** Does not block; ends within some seconds. */
  CompletableFuture<EngineHealth> ask() {
    return CompletableFuture.supplyAsync(
        this::health,
        task -> {
          var thread = new Thread(task, "ejo-spark-ask");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private EngineHealth health() {
    try {
      ClusterState state = state();
      return state.workers() == 0
          ? new EngineHealth(State.UNAVAILABLE, "The cluster " + state.master() + " has no worker.")
          : new EngineHealth(State.COLD, state.summary());
    } catch (OrchestratorException e) {
      return new EngineHealth(State.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Blocks for some seconds at most for each master. One of several is enough.
   *
   * @throws OrchestratorException ENGINE_UNAVAILABLE, ENGINE_VERSION with what is wrong
   */
  ClusterState state() {
    OrchestratorException problem = null;
    for (RpcAddress master : masters()) {
      try {
        connect(master);
        return ask(master);
      } catch (OrchestratorException e) {
        problem = e;
      }
    }
    throw problem == null
        ? unavailable("The address " + settings.master() + " cannot be read.", null)
        : problem;
  }

  /** Asks first, because a start that fails takes a minute and does not say why. */
  SparkSession startSession(Supplier<SparkSession> starter) {
    ClusterState state = state();
    try {
      return starter.get();
    } catch (RuntimeException failure) {
      String said = String.valueOf(failure.getMessage());
      if (said.contains("stopped SparkContext") || said.contains("unresponsive")) {
        throw unavailable(
            state.summary()
                + " But it did not take this program in within a minute: look at its log, which"
                + " says why.",
            failure);
      }
      throw failure;
    }
  }

  /** In words, as far as the master's figures tell. Blocks for some seconds. */
  String whyNoExecutor() {
    if (!isPossible()) {
      return "Its own pages say why.";
    }
    try {
      return state().whyNoExecutor(settings.conf());
    } catch (OrchestratorException e) {
      return String.valueOf(e.getMessage());
    }
  }

  List<RpcAddress> masters() {
    String addresses = settings.master().replaceFirst("^spark://", "");
    return Arrays.stream(addresses.split(","))
        .map(one -> ADDRESS.matcher(one.strip()))
        .filter(Matcher::matches)
        .map(address -> new RpcAddress(address.group(1), Integer.parseInt(address.group(2))))
        .toList();
  }

  private static void connect(RpcAddress master) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(master.host(), master.port()), CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(
          "The Spark master at " + master.hostPort() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private ClusterState ask(RpcAddress master) {
    try (MasterCall call = new MasterCall(settings, master)) {
      return state(master, call.state());
    } catch (Exception | LinkageError failure) {
      throw new MasterRefusal(master.hostPort(), settings.cluster().secret() != null).of(failure);
    }
  }

  private static ClusterState state(RpcAddress master, MasterStateResponse answer) {
    List<WorkerInfo> alive = Arrays.stream(answer.workers()).filter(WorkerInfo::isAlive).toList();
    return new ClusterState(
        master.hostPort(),
        alive.size(),
        alive.stream().mapToInt(WorkerInfo::cores).sum(),
        alive.stream().mapToInt(WorkerInfo::coresFree).sum(),
        alive.stream().mapToInt(WorkerInfo::memory).max().orElse(0),
        alive.stream().mapToInt(WorkerInfo::memoryFree).max().orElse(0),
        answer.activeApps().length);
  }

  private static OrchestratorException unavailable(String message, @Nullable Throwable cause) {
    return new OrchestratorException(ErrorCode.ENGINE_UNAVAILABLE, message, cause);
  }
}
