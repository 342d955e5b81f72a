package sandbox

import (
	"fmt"
	"path"
	"strings"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/reflection"
	reflectv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// registerReflection lets tools such as grpcurl ask what there is. The services
// spelt with «api» have no official descriptors: theirs are made from those of
// the same services without it, with the very same messages.
func registerReflection(s *grpc.Server) error {
	known := &descriptors{own: &protoregistry.Files{}}
	for _, f := range []protoreflect.FileDescriptor{
		ss.File_yandex_cloud_speechsense_v1_talk_service_proto,
		ss.File_yandex_cloud_speechsense_v1_classifiers_service_proto,
		ss.File_yandex_cloud_speechsense_v1_assistants_service_proto,
	} {
		respelt, err := protodesc.NewFile(respell(f), protoregistry.GlobalFiles)
		if err == nil {
			err = known.own.RegisterFile(respelt)
		}
		if err != nil {
			return fmt.Errorf("describe %s: %w", f.Path(), err)
		}
	}
	o := reflection.ServerOptions{Services: s, DescriptorResolver: known}
	reflectv1.RegisterServerReflectionServer(s, reflection.NewServerV1(o))
	reflectv1alpha.RegisterServerReflectionServer(s, reflection.NewServer(o)) // older tools ask only this one
	return nil
}

// respell returns a file that holds nothing but the services of f, in the other
// package.
func respell(f protoreflect.FileDescriptor) *descriptorpb.FileDescriptorProto {
	original := protodesc.ToFileDescriptorProto(f)
	pkg := strings.TrimSuffix(spellings()[1], ".")
	out := &descriptorpb.FileDescriptorProto{
		Name: proto.String(strings.ReplaceAll(pkg, ".", "/") + "/" + path.Base(f.Path())), Package: proto.String(pkg), Syntax: original.Syntax,
		// The messages, and what the options of the methods are made of.
		Dependency: append([]string{f.Path()}, original.GetDependency()...),
	}
	for _, s := range original.GetService() {
		out.Service = append(out.Service, proto.CloneOf(s))
	}
	return out
}

// descriptors finds our own descriptors first, then the official ones.
type descriptors struct{ own *protoregistry.Files }

// FindFileByPath finds a file.
func (d *descriptors) FindFileByPath(name string) (protoreflect.FileDescriptor, error) {
	if f, err := d.own.FindFileByPath(name); err == nil {
		return f, nil
	}
	return protoregistry.GlobalFiles.FindFileByPath(name)
}

// FindDescriptorByName finds a service, message or enum.
func (d *descriptors) FindDescriptorByName(name protoreflect.FullName) (protoreflect.Descriptor, error) {
	if found, err := d.own.FindDescriptorByName(name); err == nil {
		return found, nil
	}
	return protoregistry.GlobalFiles.FindDescriptorByName(name)
}
