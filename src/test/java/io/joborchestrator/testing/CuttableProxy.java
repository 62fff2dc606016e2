package io.joborchestrator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between a client and a server on this machine that a test can damage. Thread-safe. */
public final class CuttableProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile String needle = "";
  private volatile boolean dropReplies;

  public CuttableProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /**
   * Once the client has said this, what it says still arrives, but all answers are lost without an
   * error.
   */
  public void dropRepliesAfter(String text) {
    needle = text;
  }

  /** Every connection breaks, new ones too. */
  public void cut() {
    cut = true;
    sockets.forEach(CuttableProxy::close);
    sockets.clear();
  }

  /** New connections work again. */
  public void mend() {
    needle = "";
    dropReplies = false;
    cut = false;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (cut) {
          close(client);
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(client);
        sockets.add(server);
        daemon(() -> pump(client, server, false));
        daemon(() -> pump(server, client, true));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void pump(Socket from, Socket to, boolean replies) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!replies && isNeedle(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
          dropReplies = true;
        }
        if (!replies || !dropReplies) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The connection was cut: that is what this class is for.
      close(from);
    }
    close(to);
  }

  private boolean isNeedle(String said) {
    return !needle.isEmpty() && said.contains(needle);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
