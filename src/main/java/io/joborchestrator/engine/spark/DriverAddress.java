package io.joborchestrator.engine.spark;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.apache.spark.rpc.RpcAddress;

/**
 * The address of this machine that a cluster can call back. Spark takes that of the machine's name,
 * which is often one that only this machine knows.
 */
final class DriverAddress {
  private DriverAddress() {}

  /** The address that packets to the master would leave from; nothing is sent. */
  static String towards(RpcAddress master) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(master.host(), master.port()));
      return socket.getLocalAddress().getHostAddress();
    } catch (IllegalArgumentException unknownHost) {
      throw new IOException("The host " + master.host() + " is not known", unknownHost);
    }
  }
}
