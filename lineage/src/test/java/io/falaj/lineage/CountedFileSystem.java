package io.falaj.lineage;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * The local disk as {@code counted:/path}, which tells of every operation that is about to change
 * it. What the disk holds at that moment is what a process that dies there leaves behind: no
 * exception that somebody may swallow, and no thread that lives on.
 */
public final class CountedFileSystem extends LocalDisk.Raw {

  static final String SCHEME = "counted";

  private static final Map<String, Consumer<String>> WATCHERS = new ConcurrentHashMap<>();

  /** Makes the scheme known to Hadoop, to Delta's log (through FileContext) and its log store. */
  static void register(SparkSession session) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    hadoop.set("fs." + SCHEME + ".impl", CountedFileSystem.class.getName());
    hadoop.set("fs.AbstractFileSystem." + SCHEME + ".impl", Context.class.getName());
    SparkEnv.get()
        .conf()
        .set("spark.delta.logStore." + SCHEME + ".impl", CountedLogStore.class.getName());
  }

  static String uri(Path folder) {
    return SCHEME + ":" + folder.toAbsolutePath();
  }

  /**
   * From now on, is told of each operation below a folder before it takes effect; one at a time.
   */
  static void watch(Path folder, Consumer<String> told) {
    WATCHERS.put(folder + "/", told);
  }

  static void watchNoMore(Path folder) {
    WATCHERS.remove(folder + "/");
  }

  private static void about(String operation, Object path) {
    WATCHERS.forEach(
        (folder, told) -> {
          if ((path + "/").contains(folder)) {
            // Whoever watches another folder goes on: a watcher may wait for a Spark job.
            synchronized (told) {
              told.accept(operation + " " + path);
            }
          }
        });
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path file,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    about("create", file);
    return told(file, super.create(file, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    about("create", file);
    return told(
        file, super.create(file, permission, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      org.apache.hadoop.fs.Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    about("create", file);
    return told(
        file,
        super.createNonRecursive(
            file, permission, overwrite, buffer, replication, block, progress));
  }

  /** What is still in the buffer when a process dies is not on the disk. */
  private static FSDataOutputStream told(org.apache.hadoop.fs.Path file, FSDataOutputStream out)
      throws IOException {
    return new FSDataOutputStream(
        new OutputStream() {
          private boolean closed;

          @Override
          public void write(int b) throws IOException {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }

          @Override
          public void flush() throws IOException {
            out.flush();
          }

          @Override
          public void close() throws IOException {
            if (!closed) {
              closed = true;
              about("close", file);
              out.close();
            }
          }
        },
        null);
  }

  @Override
  public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
      throws IOException {
    about("rename", to);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
    if (!pathToFile(path).exists()) {
      return false;
    }
    about("delete", path);
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(org.apache.hadoop.fs.Path folder) throws IOException {
    if (pathToFile(folder).isDirectory()) {
      return true;
    }
    about("mkdirs", folder);
    return super.mkdirs(folder);
  }

  /** The same disk for those who come through Hadoop's other door. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(URI.create(SCHEME + ":///"), new CountedFileSystem(), configuration, SCHEME, false);
    }
  }

  /** The log store of local lakes, which does not go through Hadoop: told of all the same. */
  public static final class CountedLogStore extends HardLinkLogStore {
    public CountedLogStore(Configuration configuration) {
      super(configuration);
    }

    @Override
    public void write(
        org.apache.hadoop.fs.Path path,
        Iterator<String> actions,
        Boolean overwrite,
        Configuration configuration)
        throws IOException {
      about("log", path);
      super.write(path, actions, overwrite, configuration);
    }

    @Override
    void publish(Path aside, Path target, boolean overwrite) throws IOException {
      about("link", target);
      super.publish(aside, target, overwrite);
      about("unlink", aside);
    }
  }
}
