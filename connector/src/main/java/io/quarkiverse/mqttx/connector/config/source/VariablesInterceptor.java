package io.quarkiverse.mqttx.connector.config.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Makes Reactive Messaging see the attributes that environment variables set at the channels they are for, see
 * {@link VariableNames}. It does nothing else, and nothing at all where no variable is about messaging.
 */
@Priority(Priorities.APPLICATION)
public final class VariablesInterceptor implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return context.proceed(name);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        List<String> names = new ArrayList<>();
        context.iterateNames().forEachRemaining(names::add);
        VariableNames variables = new VariableNames(names, name -> connector(context, name), Set.of());
        if (!variables.areThere()) {
            return names.iterator();
        }
        // The variables themselves stay, as all others have them
        Set<String> resolved = variables.resolved();
        names.stream().filter(name -> name.indexOf('.') < 0).forEach(resolved::add);
        return resolved.iterator();
    }

    private static String connector(ConfigSourceInterceptorContext context, String name) {
        ConfigValue connector = context.proceed(name);
        return connector == null ? null : Expressions.resolved(connector);
    }
}
