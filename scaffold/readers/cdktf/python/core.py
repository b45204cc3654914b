"""The packages `cdktf` and `cdktn`, `constructs` and `jsii`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.readers.cdktf.library import DEFINITIONS
from scaffold.readers.cdktf.python.border import IMPLEMENTS
from scaffold.readers.cdktf.python.enums import EnumClass
from scaffold.readers.cdktf.python.modules import PackageModule
from scaffold.readers.cdktf.python.structs import StructClass
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.twins import class_of
from scaffold.readers.programs.python.classes import FLOAT, TYPE, BuiltinClass
from scaffold.readers.programs.python.native import Given, Module, native
from scaffold.readers.programs.values import UNDEFINED, Array

#: What `constructs` has; all else is the library's own.
_OF_CONSTRUCTS: Final = (
    "Construct Dependable DependencyGroup Node RootConstruct ConstructOrder MetadataEntry MetadataOptions IConstruct "
    "IDependable IMixin IValidation"
)
_OPTIONS: Final = (
    "AppConfig AzurermBackendConfig CloudBackendConfig ConsulBackendConfig CosBackendAssumeRole CosBackendConfig "
    "DataConfig DataTerraformRemoteStateAzurermConfig DataTerraformRemoteStateConfig "
    "DataTerraformRemoteStateConsulConfig DataTerraformRemoteStateCosConfig DataTerraformRemoteStateGcsConfig "
    "DataTerraformRemoteStateHttpConfig DataTerraformRemoteStateLocalConfig DataTerraformRemoteStateOssConfig "
    "DataTerraformRemoteStatePgConfig DataTerraformRemoteStateRemoteConfig DataTerraformRemoteStateS3Config "
    "DataTerraformRemoteStateSwiftConfig EncodingOptions FileProvisioner GcsBackendConfig HttpBackendConfig "
    "LazyAnyValueOptions LazyListValueOptions LazyStringValueOptions LocalBackendConfig LocalExecProvisioner "
    "MetadataEntry MetadataOptions OssAssumeRole OssBackendConfig PgBackendConfig Postcondition Precondition "
    "RemoteBackendConfig RemoteExecProvisioner ResolveOptions S3BackendAssumeRoleConfig "
    "S3BackendAssumeRoleWithWebIdentityConfig S3BackendConfig S3BackendEndpointConfig SSHProvisionerConnection "
    "StackAnnotation StackManifest SwiftBackendConfig TerraformAssetConfig TerraformCondition "
    "TerraformElementMetadata TerraformEphemeralMetaArguments TerraformEphemeralResourceConfig "
    "TerraformEphemeralResourceLifecycle TerraformHclModuleConfig TerraformMetaArguments TerraformModuleConfig "
    "TerraformModuleProvider TerraformModuleUserConfig TerraformOutputConfig TerraformProviderConfig "
    "TerraformProviderGeneratorMetadata TerraformResourceConfig TerraformResourceImport TerraformResourceLifecycle "
    "TerraformResourceMoveById TerraformResourceMoveByTarget TerraformStackMetadata TerraformVariableConfig "
    "TerraformVariableValidationConfig TestingAppConfig WinrmProvisionerConnection"
)
_INTERFACES: Final = (
    "IAnyProducer IAspect IFragmentConcatenator IImportableConfig IInterpolatingParent IListProducer IManifest "
    "INumberProducer IPostProcessor IRemoteWorkspace IResolvable IResolveContext IResource IResourceConstructor "
    "IScopeCallback IStackSynthesizer IStringProducer ISynthesisSession ITerraformAddressable ITerraformDependable "
    "ITerraformEphemeralResource ITerraformIterator ITerraformResource ITokenMapper ITokenResolver"
)
_CONSTRUCTS: Final = _OF_CONSTRUCTS.split()
_STRUCTS: Final = frozenset(_OPTIONS.split())
_ENUMS: Final[Mapping[str, Mapping[str, Any]]] = {
    "AnnotationMetadataEntryType": {"INFO": "@cdktf/info", "WARN": "@cdktf/warn", "ERROR": "@cdktf/error"},
    "AssetType": {"FILE": 0, "DIRECTORY": 1, "ARCHIVE": 2},
    "ConstructOrder": {"PREORDER": 0, "POSTORDER": 1},
    "ProviderFeature": {
        "PROVIDER_FUNCTIONS": "providerFunctions",
        "EPHEMERAL_RESOURCES": "ephemeralResources",
        "WRITE_ONLY_ATTRIBUTES": "writeOnlyAttributes",
        "RESOURCE_IDENTITY": "resourceIdentity",
    },
}


class InterfaceClass(BuiltinClass):
    """An interface: the program's classes say that they implement it, or extend it."""

    __slots__ = ("run",)

    def __init__(self, run: Run, name: str, module: str) -> None:
        super().__init__(name, module=module)
        self.run = run

    def has_instance(self, value: Any) -> bool:
        """Whether a value is one of the library's; which interfaces those implement is not asked."""
        return self.run.twin_of(value) is not None


def core_module(run: Run, name: str) -> PackageModule:
    """The package `cdktf`, `cdktn` or `constructs`."""

    def find(member: str) -> Any:
        if name == "constructs" and member not in _CONSTRUCTS:
            return UNDEFINED
        if member in _STRUCTS:
            return StructClass(member, name)
        if member in _ENUMS:
            return EnumClass(member, name, _ENUMS[member])
        if member in DEFINITIONS:
            return class_of(run, DEFINITIONS[member])
        is_interface = member[:1] == "I" and member[1:2].isupper()
        return InterfaceClass(run, member, name) if is_interface else UNDEFINED

    own = set(_CONSTRUCTS) - {"Construct"}
    every = [member for member in (*DEFINITIONS, *_STRUCTS, *_ENUMS, *_INTERFACES.split()) if member not in own]
    return PackageModule(name, find, lambda: _CONSTRUCTS if name == "constructs" else every)


# `jsii`


def _implements(given: Given, *interfaces: Any) -> Any:
    def mark(inner: Given, kind: Any, /) -> Any:
        inner.machine.set_attribute(kind, IMPLEMENTS, Array(list(interfaces)), inner.at)
        return kind

    del given
    return native("implements", mark)


def _decorator(given: Given, /, **options: Any) -> Any:
    """What marks a class or function, and gives it as it is."""
    del given, options
    return native("decorator", lambda _given, marked, /: marked)


_PYTHON: Final = Module("jsii.python", {"classproperty": native("classproperty", lambda _given, function, /: function)})
JSII: Final = Module(
    "jsii",
    {
        "implements": native("implements", _implements),
        **{name: native(name, _decorator) for name in ("member", "interface", "enum", "data_type")},
        "Number": FLOAT,
        **{name: BuiltinClass(name, (TYPE,), module="jsii") for name in ("JSIIMeta", "JSIIAbstractClass")},
        "python": _PYTHON,
    },
)
