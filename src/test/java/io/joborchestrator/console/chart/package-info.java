@NullMarked
package io.joborchestrator.console.chart;

import org.jspecify.annotations.NullMarked;
