package io.joborchestrator.engine.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.spark.SecurityManager;
import org.apache.spark.SecurityManager$;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.ApplicationDescription;
import org.apache.spark.deploy.Command;
import org.apache.spark.deploy.DeployMessages.MasterStateResponse;
import org.apache.spark.deploy.DeployMessages.RequestMasterState$;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.netty.NettyRpcEndpointRef;
import org.apache.spark.rpc.netty.NettyRpcEnv;
import org.apache.spark.rpc.netty.RequestMessage;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Seq$;
import scala.reflect.ClassTag$;

/**
 * One connection to a master in Spark's own protocol, without a session. Messages and answers are
 * packed and unpacked here and not by Spark, which only writes into its log that an answer could
 * not be read. Used by one thread; blocks for some seconds at most. What Spark throws goes through.
 */
final class MasterCall implements AutoCloseable {
  private static final String ANSWER_LIMIT = "5s";
  private static final long ANSWER_MILLIS = 5_000;

  /** Nobody listens to this name, so what is sent to it is read and forgotten. */
  private static final String NOBODY = "ejoNobody";

  private final SparkConf conf;
  private final NettyRpcEnv rpc;
  private final RpcAddress master;

  /**
   * @throws IOException if this machine has no way to the master
   */
  MasterCall(SparkSettings settings, RpcAddress master) throws IOException {
    this.master = master;
    this.conf = new SparkConf(false);
    SparkConfiguration.security(settings).forEach(conf::set);
    conf.set("spark.rpc.askTimeout", ANSWER_LIMIT);
    conf.set("spark.rpc.lookupTimeout", ANSWER_LIMIT);
    conf.set("spark.rpc.io.connectionTimeout", ANSWER_LIMIT);
    conf.set("spark.network.auth.rpcTimeout", ANSWER_LIMIT);
    var security =
        new SecurityManager(
            conf, Option.empty(), SecurityManager$.MODULE$.$lessinit$greater$default$3());
    rpc =
        (NettyRpcEnv)
            RpcEnv.create(
                "ejoMasterQuestion", DriverAddress.towards(master), 0, conf, security, true);
  }

  /**
   * What the master says of its cluster, after it has shown that it can read the registration of a
   * driver: of one that it cannot read it would say nothing.
   */
  MasterStateResponse state() {
    TransportClient client = rpc.createClient(master);
    ByteBuffer answer = send(client, "Master", RequestMasterState$.MODULE$);
    MasterStateResponse state =
        rpc.deserialize(client, answer, ClassTag$.MODULE$.apply(MasterStateResponse.class));
    showRegistration(client);
    return state;
  }

  private void showRegistration(TransportClient client) {
    try {
      send(client, NOBODY, registration());
    } catch (RuntimeException failure) {
      if (!String.valueOf(failure.getMessage()).contains(NOBODY)) {
        throw failure;
      }
    }
  }

  private ByteBuffer send(TransportClient client, String endpoint, Object content) {
    var receiver = new NettyRpcEndpointRef(conf, new RpcEndpointAddress(master, endpoint), rpc);
    ByteBuffer message = new RequestMessage(rpc.address(), receiver, content).serialize(rpc);
    return client.sendRpcSync(message, ANSWER_MILLIS);
  }

  private ApplicationDescription registration() {
    @SuppressWarnings("unchecked")
    Seq<String> none = (Seq<String>) Seq$.MODULE$.<String>empty();
    // Kept in the collection that drivers send: it differs between versions of Scala.
    Seq<String> options = Utils.sparkJavaOpts(conf, Utils.sparkJavaOpts$default$2());
    var command =
        new Command("none", none, Map$.MODULE$.<String, String>empty(), none, none, options);
    return new ApplicationDescription(
        "ejoMasterQuestion",
        Option.empty(),
        command,
        "",
        ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        "nobody");
  }

  @Override
  public void close() {
    rpc.shutdown();
  }
}
