package io.joborchestrator.engine.custom;

import io.joborchestrator.custom.JobHandler;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The classes of one plug-in: the JDK, our interface for handlers, and what the plug-in brings.
 * Nothing else of this program, so that its libraries and those of the plug-in never mix.
 */
final class PluginLoader extends URLClassLoader {
  private static final String API = JobHandler.class.getPackageName() + ".";

  static {
    ClassLoader.registerAsParallelCapable();
  }

  PluginLoader(String name, URL[] urls) {
    super(name, urls, ClassLoader.getPlatformClassLoader());
  }

  /** Ours first, also where a plug-in carries a copy: two would not be the same interface. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(API)) {
      return Class.forName(name, false, JobHandler.class.getClassLoader());
    }
    return super.loadClass(name, resolve);
  }
}
