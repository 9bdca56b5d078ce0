package dev.parley.adapter.rest;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * Jersey's model of a resource we have made ourselves. Registered as plain instances resources work too, but Jersey then
 * warns of each that it is no provider.
 */
final class Resources {

    private Resources() {}

    static Resource of(Object resource) {
        Resource read = Resource.from(resource.getClass());
        Resource.Builder built = Resource.builder(read.getPath()).name(read.getName());
        read.getResourceMethods().forEach(method -> add(built, method, resource));
        for (Resource child : read.getChildResources()) {
            Resource.Builder below = built.addChildResource(child.getPath());
            child.getResourceMethods().forEach(method -> add(below, method, resource));
        }
        return built.build();
    }

    /** Method and path of all their methods. */
    static List<String> routes(Set<Resource> resources) {
        return resources.stream()
                .flatMap(resource -> routes("", resource))
                .sorted()
                .toList();
    }

    private static Stream<String> routes(String above, Resource resource) {
        String path = above + "/" + resource.getPath().replaceAll("^/|/$", "");
        return Stream.concat(
                resource.getResourceMethods().stream()
                        .map(ResourceMethod::getHttpMethod)
                        .map(method -> method + " " + path),
                resource.getChildResources().stream().flatMap(child -> routes(path, child)));
    }

    private static void add(Resource.Builder to, ResourceMethod method, Object resource) {
        var unused = to.addMethod(method.getHttpMethod())
                .consumes(method.getConsumedTypes())
                .produces(method.getProducedTypes())
                .handledBy(resource, method.getInvocable().getHandlingMethod());
    }
}
