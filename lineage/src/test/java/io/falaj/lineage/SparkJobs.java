package io.falaj.lineage;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** The Spark jobs of some work, told from those of tests beside it. */
public final class SparkJobs {

  private static final String OF = "falaj.test.jobs";

  private SparkJobs() {}

  /** Runs some work; for each job that it starts, in order, the place in the code that did. */
  public static List<String> of(Runnable work) throws TimeoutException {
    SparkContext context = TestSpark.session().sparkContext();
    String own = UUID.randomUUID().toString();
    List<String> jobs = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if (own.equals(job.properties().getProperty(OF))) {
              jobs.add(job.stageInfos().last().name());
            }
          }
        };
    context.addSparkListener(listener);
    context.setLocalProperty(OF, own);
    try {
      work.run();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.setLocalProperty(OF, null);
      context.removeSparkListener(listener);
    }
    return List.copyOf(jobs);
  }
}
