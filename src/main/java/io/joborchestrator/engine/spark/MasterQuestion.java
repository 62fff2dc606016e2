package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.EngineHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a standalone cluster's master can be reached, without a session. Thread-safe. */
final class MasterQuestion {
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:(\\d+)");
  private static final int LIMIT_MILLIS = 3_000;

  private final String master;

  MasterQuestion(String master) {
    this.master = master;
  }

  boolean isPossible() {
    return STANDALONE.matcher(master).matches();
  }

  CompletableFuture<EngineHealth> ask() {
    return CompletableFuture.supplyAsync(
        this::answer,
        task -> {
          var thread = new Thread(task, "ejo-spark-ask");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** One of several masters is enough. */
  private EngineHealth answer() {
    String problem = "The address " + master + " cannot be read.";
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      return new EngineHealth(EngineHealth.State.UNAVAILABLE, problem);
    }
    for (String one : standalone.group(1).split(",")) {
      Matcher address = ADDRESS.matcher(one.strip());
      if (!address.matches()) {
        continue;
      }
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(address.group(2));
        socket.connect(new InetSocketAddress(address.group(1), port), LIMIT_MILLIS);
        return new EngineHealth(EngineHealth.State.COLD, "The master at " + one + " answers.");
      } catch (IOException | IllegalArgumentException e) {
        problem = "The master at " + one + " cannot be reached: " + e.getMessage();
      }
    }
    return new EngineHealth(EngineHealth.State.UNAVAILABLE, problem);
  }
}
