package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.NativeRuntime;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** What a task of the barrier stage does: take its shards, meet the others, train. */
final class ReplicaTask
    extends AbstractFunction1<
        Iterator<Tuple2<Integer, ShardBlock>>, Iterator<Tuple2<Integer, ReplicaResult>>>
    implements Serializable {

  private final TrainerSettings settings;
  private final int tasks;
  private final byte[] secret;

  ReplicaTask(TrainerSettings settings, int tasks, byte[] secret) {
    this.settings = settings;
    this.tasks = tasks;
    this.secret = secret.clone();
  }

  @Override
  public Iterator<Tuple2<Integer, ReplicaResult>> apply(
      Iterator<Tuple2<Integer, ShardBlock>> blocks) {
    BarrierTaskContext context = BarrierTaskContext.get();
    int rank = context.partitionId();
    int own = settings.shards() / tasks;
    List<List<ShardBlock>> fit = lists(own);
    List<List<ShardBlock>> validation = lists(own);
    CollectionConverters.asJava(blocks)
        .forEachRemaining(
            block ->
                (block._2().validation ? validation : fit)
                    .get(block._1() - rank * own)
                    .add(block._2()));
    String host = host(context.getTaskInfos()[rank].address());
    try (Mesh mesh = new Mesh(rank, tasks, host, settings.patience())) {
      Rendezvous met =
          Rendezvous.of(
              context, host, mesh.port(), NativeRuntime.preferredCoreType(), settings.patience());
      String coreType = NativeRuntime.start(met.coreType());
      mesh.connect(met.addresses(), secret);
      long begin = System.nanoTime();
      try (Replica replica =
          new Replica(
              settings,
              new AllReduce(mesh, settings.patience()),
              rank * own,
              rows(fit),
              rows(validation))) {
        ReplicaResult result = result(replica, coreType, begin);
        return CollectionConverters.asScala(
            rank == 0
                ? List.of(new Tuple2<>(0, result)).iterator()
                : Collections.<Tuple2<Integer, ReplicaResult>>emptyIterator());
      }
    }
  }

  /**
   * A refusal, which all replicas come to alike, is a result: a failed task would be tried again.
   */
  private static ReplicaResult result(Replica replica, String coreType, long begin) {
    try {
      Replica.Outcome outcome = replica.train();
      return ReplicaResult.of(outcome, coreType, (System.nanoTime() - begin) / 1e9);
    } catch (FalajException.Configuration | FalajException.DataRefused e) {
      return ReplicaResult.refused(e);
    }
  }

  private List<ShardRows> rows(List<List<ShardBlock>> shards) {
    return shards.stream().map(blocks -> new ShardRows(blocks, settings.width())).toList();
  }

  private static List<List<ShardBlock>> lists(int count) {
    List<List<ShardBlock>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /** The host of {@code host:port}. */
  static String host(String address) {
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  /** Where all replicas are, and the kernels that all of them can run. */
  record Rendezvous(List<InetSocketAddress> addresses, String coreType) {

    static Rendezvous of(
        BarrierTaskContext context,
        String host,
        int port,
        String coreType,
        java.time.Duration patience) {
      String[] told =
          Deadline.within(
              patience,
              () -> context.allGather(host + " " + port + " " + coreType),
              "The replicas did not all start within %d s. Are there enough free slots?");
      List<String[]> parts = Arrays.stream(told).map(text -> text.split(" ", 3)).toList();
      return new Rendezvous(
          parts.stream()
              .map(part -> new InetSocketAddress(part[0], Integer.parseInt(part[1])))
              .toList(),
          NativeRuntime.lowest(parts.stream().map(part -> part[2]).toList()));
    }
  }
}
