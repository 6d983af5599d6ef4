package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives a deadline to a call that has none of its own. */
final class Deadline {

  private Deadline() {}

  /**
   * @param message of the error, with a place for the seconds
   * @throws FalajException.Transient when the time is over, or the call failed
   */
  static <T> T within(Duration patience, Callable<T> call, String message) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "falaj-rendezvous");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new FalajException.Transient(message.formatted(patience.toSeconds()), e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new FalajException.Transient("Training was interrupted.", e);
    } catch (ExecutionException e) {
      throw new FalajException.Transient("The replicas could not meet: " + e.getMessage(), e);
    }
  }
}
