// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/node.h"

#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

Error invalid(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence, {}};
}

/// Fills in one parameter; false when it is unknown.
bool takeParameter(Node& node, const QString& key, const QString& value)
{
    if (key == u"pin"_s) {
        node.tls.pins.append(QString(value).remove(u':').toLower());
        return true;
    }
    if (key == u"calling"_s) {
        node.callingAet = value.toUtf8();
        return true;
    }
    const std::pair<const char*, QString*> texts[] = {
        {"authorities", &node.tls.authorities},
        {"certificate", &node.tls.certificate},
        {"key", &node.tls.key},
        {"user", &node.user},
        {"password-file", &node.passwordFile},
        {"token-file", &node.tokenFile},
    };
    for (const auto& [name, text] : texts)
        if (key == QLatin1String(name)) {
            *text = value;
            return true;
        }
    return false;
}

void takeDimseAddress(Node& node, const QUrl& url)
{
    node.host = url.host();
    node.port = static_cast<quint16>(url.port(url.scheme() == u"dicoms"_s ? 2762 : 104));
    node.calledAet = url.path(QUrl::FullyDecoded).mid(1).toUtf8();
    node.tls.isUsed = url.scheme() == u"dicoms"_s;
}

void takeWebAddress(Node& node, QUrl url)
{
    node.protocol = NodeProtocol::DicomWeb;
    node.tls.isUsed = url.scheme() == u"https"_s;
    url.setQuery(QString());
    url.setFragment({});
    node.url = url.toString(QUrl::StripTrailingSlash | QUrl::FullyEncoded);
}

} // namespace

Result<Node> nodeOfAddress(const QString& name, const QString& address)
{
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool isDimse = scheme == u"dicom"_s || scheme == u"dicoms"_s;
    if (!url.isValid() || (!isDimse && scheme != u"http"_s && scheme != u"https"_s))
        return invalid(u"\"%1\" is no address of a node, such as dicoms://HOST:PORT/AET or "
                       "https://HOST/dicom-web."_s.arg(address));
    Node node;
    node.name = name;
    isDimse ? takeDimseAddress(node, url) : takeWebAddress(node, url);
    for (const auto& [key, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded))
        if (!takeParameter(node, key, value))
            return invalid(u"The address of a node knows no \"%1\"."_s.arg(key));
    const auto ok = checkNode(node);
    return ok ? Result<Node>(node) : ok.error();
}

} // namespace ccad
