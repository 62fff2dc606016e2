package io.joborchestrator.testing.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between clients and a server on this machine, in this process: it cuts, stalls, resets,
 * half-closes, delays, loses one direction, breaks at a given byte or at a given word of the
 * server, and leads elsewhere. Thread-safe.
 */
public final class FaultyNetwork implements AutoCloseable {
  /** Which way bytes go. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile int serverPort;
  private volatile boolean refusing;
  private volatile boolean stalled;
  private volatile boolean closed;
  private volatile Duration delay = Duration.ZERO;
  private final Set<Direction> lost = ConcurrentHashMap.newKeySet();
  private volatile long cutAfterBytes = Long.MAX_VALUE;
  private volatile byte[] cutAtWord = {};
  private volatile byte[] cutAllAtWord = {};
  private volatile byte[] loseRepliesAfter = {};

  public FaultyNetwork(int serverPort) throws IOException {
    this.serverPort = serverPort;
    listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Connections made so far. */
  public int accepted() {
    return accepted.get();
  }

  /** New connections lead to another server. */
  public void leadTo(int port) {
    serverPort = port;
  }

  /** Every connection ends in order, and new ones are refused until {@link #mend()}. */
  public void cut() {
    refusing = true;
    links.forEach(Link::close);
  }

  /** Every connection ends with a reset; new ones work. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /** The server's side of every connection ends; the client may go on sending. */
  public void halfClose() {
    links.forEach(Link::halfClose);
  }

  /** Packets vanish both ways without an error; those under way arrive after {@link #mend()}. */
  public void stall() {
    stalled = true;
  }

  /** Whatever goes this way is lost for good. */
  public void lose(Direction direction) {
    lost.add(direction);
  }

  /** Everything takes this much longer, half of it each way. */
  public void delay(Duration roundTrip) {
    delay = roundTrip.dividedBy(2);
  }

  /** A connection breaks after the server has said so many bytes on it. */
  public void cutAfterBytes(long bytes) {
    cutAfterBytes = bytes;
  }

  /** A connection breaks in place of an answer of the server that holds this word. */
  public void cutAtWord(String word) {
    cutAtWord = word.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** As {@link #cut()} in place of an answer of the server that holds this word. */
  public void cutAllAtWord(String word) {
    cutAllAtWord = word.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Once a client has said this word, the answers on its connection are lost. */
  public void loseRepliesAfter(String word) {
    loseRepliesAfter = word.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Everything works again for connections that still are, and for new ones. */
  public void mend() {
    refusing = false;
    stalled = false;
    delay = Duration.ZERO;
    lost.clear();
    cutAfterBytes = Long.MAX_VALUE;
    cutAtWord = new byte[0];
    cutAllAtWord = new byte[0];
    loseRepliesAfter = new byte[0];
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listening.close();
    cut();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listening.accept();
        accepted.incrementAndGet();
        if (refusing) {
          client.close();
        } else {
          open(client);
        }
      } catch (IOException e) {
        if (closed) {
          return;
        }
      }
    }
  }

  private void open(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    } catch (IOException e) {
      // The server is down: so is the connection.
      client.close();
      return;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Link link = new Link(client, server);
    links.add(link);
    daemon(() -> link.pump(Direction.TO_SERVER));
    daemon(() -> link.pump(Direction.TO_CLIENT));
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-network");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private long said;
    private volatile boolean deaf;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pump(Direction direction) {
      Socket from = direction == Direction.TO_SERVER ? client : server;
      Socket to = direction == Direction.TO_SERVER ? server : client;
      byte[] buffer = new byte[16384];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          hold();
          if (direction == Direction.TO_SERVER && contains(buffer, read, loseRepliesAfter)) {
            deaf = true;
          }
          boolean drop = lost.contains(direction) || deaf && direction == Direction.TO_CLIENT;
          if (direction == Direction.TO_CLIENT && breaksAt(buffer, read)) {
            close();
            return;
          }
          if (!drop) {
            to.getOutputStream().write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        // The connection was broken: that is what this class is for.
        close();
      }
      close();
    }

    private void hold() {
      LockSupport.parkNanos(Math.max(1, delay.toNanos()));
      while (stalled && !closed && !client.isClosed()) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    private boolean breaksAt(byte[] buffer, int length) {
      said += length;
      if (contains(buffer, length, cutAllAtWord)) {
        cut();
      }
      return refusing || said > cutAfterBytes || contains(buffer, length, cutAtWord);
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is gone already.
        links.remove(this);
      }
      close();
    }

    void halfClose() {
      try {
        client.shutdownOutput();
      } catch (IOException e) {
        close();
      }
    }

    void close() {
      links.remove(this);
      quietly(client);
      quietly(server);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean contains(byte[] buffer, int length, byte[] word) {
    if (word.length == 0) {
      return false;
    }
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
        .contains(new String(word, StandardCharsets.ISO_8859_1));
  }
}
