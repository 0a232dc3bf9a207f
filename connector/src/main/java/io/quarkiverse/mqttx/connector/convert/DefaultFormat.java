package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.Comparator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.VertxJsonMapping;

/**
 * The default JSON format: the application's {@link JsonMapping}, as SmallRye's modules for Jackson and JSON-B bring
 * one; else its {@code ObjectMapper}; else the mapper of Vert.x. Every other format comes before it.
 */
@ApplicationScoped
@Typed(JsonFormat.class)
class DefaultFormat implements JsonFormat {

    @Inject
    @Any
    Instance<JsonMapping> mappings;

    @Inject
    BeanManager beans;

    /** Made at first use, since looking a bean up is not for each type. */
    private volatile JsonFormat found;

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY + 1000;
    }

    @Override
    public Reader reader(Type type) {
        return found().reader(type);
    }

    @Override
    public Writer writer(Type type) {
        return found().writer(type);
    }

    private JsonFormat found() {
        JsonFormat format = found;
        if (format == null) {
            format = mappings.handlesStream()
                    .min(Comparator.comparingInt(handle -> priority(handle.getBean().getBeanClass())))
                    .map(Instance.Handle::get).<JsonFormat> map(MappedFormat::new).orElseGet(this::withoutMapping);
            found = format;
        }
        return format;
    }

    private JsonFormat withoutMapping() {
        return hasJackson() ? ApplicationMapper.json(beans) : new MappedFormat(new VertxJsonMapping());
    }

    private static boolean hasJackson() {
        try {
            return ObjectMapper.class.getName() != null;
        } catch (NoClassDefFoundError missing) {
            return false;
        }
    }

    private static int priority(Class<?> bean) {
        Priority priority = bean.getAnnotation(Priority.class);
        return priority == null ? JsonMapping.DEFAULT_PRIORITY : priority.value();
    }
}
