// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/json_fields.h"
#include "core/nodes/node.h"
#include "core/nodes/tls_fields.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 mostBytes = 1 << 20;

QString textOr(JsonFields& fields, const QString& key, const QString& fallback = {})
{
    return fields.contains(key) ? fields.text(key) : fallback;
}

Result<Node> nodeOf(const QJsonObject& object)
{
    JsonFields fields(object, u"node"_s, ErrorCode::FileBroken);
    Node node;
    node.name = fields.nonEmptyText(u"name"_s);
    node.protocol = fields.choice(u"protocol"_s, {u"dimse"_s, u"dicomweb"_s}) == 1
        ? NodeProtocol::DicomWeb
        : NodeProtocol::Dimse;
    node.tls = tlsOf(fields);
    if (node.protocol == NodeProtocol::Dimse) {
        node.host = fields.nonEmptyText(u"host"_s);
        node.port = static_cast<quint16>(fields.integer(u"port"_s, 1, 65535));
        node.calledAet = fields.nonEmptyText(u"called_aet"_s).toUtf8();
        node.callingAet = textOr(fields, u"calling_aet"_s, u"CCAD"_s).toUtf8();
    } else {
        node.url = fields.nonEmptyText(u"url"_s);
        node.user = textOr(fields, u"user"_s);
        node.passwordFile = textOr(fields, u"password_file"_s);
        node.tokenFile = textOr(fields, u"token_file"_s);
        if (fields.contains(u"asks"_s))
            node.asks = fields.choice(u"asks"_s, {u"password"_s, u"token"_s}) == 1
                ? AskedSecret::Token
                : AskedSecret::Password;
        node.tls.isUsed = node.url.startsWith(u"https://"_s);
    }
    fields.refuseOthers();
    if (fields.error())
        return *fields.error();
    const auto ok = checkNode(node);
    return ok ? Result<Node>(node) : Error{ErrorCode::FileBroken, ok.error().message, node.name};
}

/// Keys without a value are left out, as they may be when the file is read.
void put(QJsonObject& object, const QString& key, const QString& value)
{
    if (!value.isEmpty())
        object[key] = value;
}

QJsonObject jsonOf(const TlsSettings& tls)
{
    QJsonObject object;
    put(object, u"certificate"_s, tls.certificate);
    put(object, u"key"_s, tls.key);
    put(object, u"authorities"_s, tls.authorities);
    if (!tls.pins.isEmpty())
        object[u"pins"_s] = QJsonArray::fromStringList(tls.pins);
    return object;
}

QJsonObject jsonOf(const Node& node)
{
    QJsonObject object{{u"name"_s, node.name}};
    if (node.protocol == NodeProtocol::Dimse) {
        object[u"protocol"_s] = u"dimse"_s;
        object[u"host"_s] = node.host;
        object[u"port"_s] = node.port;
        object[u"called_aet"_s] = QString::fromUtf8(node.calledAet);
        object[u"calling_aet"_s] = QString::fromUtf8(node.callingAet);
    } else {
        object[u"protocol"_s] = u"dicomweb"_s;
        object[u"url"_s] = node.url;
        put(object, u"user"_s, node.user);
        put(object, u"password_file"_s, node.passwordFile);
        put(object, u"token_file"_s, node.tokenFile);
        if (node.asks != AskedSecret::None)
            object[u"asks"_s] = node.asks == AskedSecret::Token ? u"token"_s : u"password"_s;
    }
    if (node.tls.isUsed)
        object[u"tls"_s] = jsonOf(node.tls);
    return object;
}

} // namespace

TlsSettings tlsOf(JsonFields& fields)
{
    TlsSettings tls;
    if (!fields.contains(u"tls"_s))
        return tls;
    JsonFields given(fields.object(u"tls"_s), u"tls"_s, ErrorCode::FileBroken);
    tls.isUsed = true;
    tls.certificate = textOr(given, u"certificate"_s);
    tls.key = textOr(given, u"key"_s);
    tls.authorities = textOr(given, u"authorities"_s);
    if (given.contains(u"pins"_s))
        for (const QJsonValue& pin : given.array(u"pins"_s))
            tls.pins.append(pin.toString().remove(u':').toLower());
    given.refuseOthers();
    if (given.error())
        fields.fail(u"tls"_s, given.error()->message);
    return tls;
}

Result<void> writeNodes(const QString& path, const std::vector<Node>& nodes)
{
    QJsonArray entries;
    QSet<QString> names;
    for (const Node& node : nodes) {
        if (auto ok = checkNode(node); !ok)
            return ok;
        if (names.contains(node.name))
            return Error{ErrorCode::InvalidArgument,
                         u"There is a node \"%1\" already."_s.arg(node.name), node.name};
        names.insert(node.name);
        entries.append(jsonOf(node));
    }
    const QJsonObject file{{u"format_version"_s, 1}, {u"nodes"_s, entries}};
    if (!QDir().mkpath(QFileInfo(path).path()))
        return Error{ErrorCode::WriteFailed, u"The folder of %1 cannot be made."_s.arg(path), path};
    return writeFileAtomically(path, QJsonDocument(file).toJson());
}

Result<std::vector<Node>> readNodes(const QString& path)
{
    const auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    if (!document.isObject())
        return Error{ErrorCode::FileBroken, u"%1 is no JSON of nodes."_s.arg(path), path};
    JsonFields fields(document.object(), u"nodes"_s, ErrorCode::FileBroken);
    (void)fields.integer(u"format_version"_s, 1, 1);
    const QJsonArray entries = fields.array(u"nodes"_s);
    fields.refuseOthers();
    if (fields.error())
        return *fields.error();
    std::vector<Node> nodes;
    QSet<QString> names;
    for (const QJsonValue& entry : entries) {
        auto node = nodeOf(entry.toObject());
        if (!node)
            return node.error();
        if (names.contains(node->name))
            return Error{ErrorCode::FileBroken,
                         u"%1 has two nodes named \"%2\"."_s.arg(path, node->name), path};
        names.insert(node->name);
        nodes.push_back(*std::move(node));
    }
    return nodes;
}

} // namespace ccad
