package io.falaj.lineage.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to an OpenLineage endpoint, one after the other, behind the job's back: {@link
 * #store} returns at once, and nothing that the endpoint does or fails to do reaches the job. After
 * the first failure the rest of the run's events are not tried; {@link Redelivery} sends them in a
 * later run.
 */
public final class HttpSink implements LineageSink {

  private static final Logger LOG = LoggerFactory.getLogger(HttpSink.class);

  private final URI endpoint;
  private final Optional<String> token;
  private final Duration patience;
  private final HttpClient client;
  private final ExecutorService worker;
  private final List<LineageEvent> delivered = new ArrayList<>();
  private int undelivered;

  /**
   * @param endpoint the URI that events are posted to, for example {@code
   *     https://host/api/v1/lineage}
   * @param token a bearer token, if the endpoint wants one
   * @param patience how long one delivery may take, and how long {@link #close} waits for the last
   */
  public HttpSink(URI endpoint, Optional<String> token, Duration patience) {
    this.endpoint = endpoint;
    this.token = token;
    this.patience = patience;
    this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    this.worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "lineage-delivery");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void store(List<LineageEvent> events) {
    for (LineageEvent event : events) {
      worker.execute(() -> deliver(event));
    }
  }

  private void deliver(LineageEvent event) {
    if (!down() && post(event)) {
      delivered(event);
    } else {
      synchronized (this) {
        undelivered++;
      }
    }
  }

  private boolean post(LineageEvent event) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint)
              .timeout(patience)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(event.json()));
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        LOG.warn("Lineage endpoint {} answered {}; its events wait in the lake", host(), status);
      }
      return status / 100 == 2;
    } catch (IOException e) {
      LOG.warn(
          "Lineage endpoint {} failed ({}); its events wait in the lake", host(), e.toString());
      return false;
    } catch (IllegalArgumentException e) {
      // Its message may quote the header, hence the token.
      LOG.warn("Lineage endpoint {} cannot be asked; its events wait in the lake", host());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The endpoint without what may be a secret in its path or query. */
  String host() {
    String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
    return endpoint.getScheme() + "://" + endpoint.getHost() + port;
  }

  private synchronized boolean down() {
    return undelivered > 0;
  }

  private synchronized void delivered(LineageEvent event) {
    delivered.add(event);
  }

  /** The events that the endpoint has taken until now. */
  public synchronized List<LineageEvent> delivered() {
    return List.copyOf(delivered);
  }

  /** Waits for the deliveries under way, no longer than the patience given. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
