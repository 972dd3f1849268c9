// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/node.h"

#include "core/base/regular_file.h"
#include "core/nodes/dicom_names.h"

#include <QUrl>

#include <algorithm>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 mostSecretBytes = 64 << 10;

Error invalid(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence, {}};
}

bool isFingerprint(const QString& text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

Result<void> checkAddress(const Node& node)
{
    if (node.protocol == NodeProtocol::DicomWeb) {
        const QUrl url(node.url, QUrl::StrictMode);
        const bool isWeb = url.scheme() == u"http"_s || url.scheme() == u"https"_s;
        if (!url.isValid() || !isWeb || url.host().isEmpty() || !url.userInfo().isEmpty())
            return invalid(u"The node \"%1\" needs a url that begins with https:// and holds no "
                           "password."_s.arg(node.name));
        return {};
    }
    if (node.host.isEmpty() || node.port == 0)
        return invalid(u"The node \"%1\" needs a host and a port."_s.arg(node.name));
    if (!isAeTitle(node.calledAet) || !isAeTitle(node.callingAet))
        return invalid(u"The AE titles of the node \"%1\" need 1 to 16 printable characters of "
                       "ASCII."_s.arg(node.name));
    return {};
}

} // namespace

Result<void> checkNode(const Node& node)
{
    if (node.name.isEmpty())
        return invalid(u"A node needs a name."_s);
    if (auto ok = checkAddress(node); !ok)
        return ok;
    for (const QString& pin : node.tls.pins)
        if (!isFingerprint(pin))
            return invalid(u"A pin of the node \"%1\" is no SHA-256 in 64 hexadecimal "
                           "digits."_s.arg(node.name));
    if (node.tls.certificate.isEmpty() != node.tls.key.isEmpty())
        return invalid(
            u"The node \"%1\" needs a certificate and its key, or neither."_s.arg(node.name));
    if (!node.passwordFile.isEmpty() && !node.tokenFile.isEmpty())
        return invalid(
            u"The node \"%1\" has a password and a token; one is needed."_s.arg(node.name));
    if (node.asks != AskedSecret::None
        && (!node.passwordFile.isEmpty() || !node.tokenFile.isEmpty()))
        return invalid(
            u"The secret of the node \"%1\" is in a file or is asked for; one is needed."_s.arg(
                node.name));
    const bool hasPassword = !node.passwordFile.isEmpty() || node.asks == AskedSecret::Password;
    if (node.user.isEmpty() == hasPassword)
        return invalid(
            u"The node \"%1\" needs a user and a password, or neither."_s.arg(node.name));
    return {};
}

Result<QByteArray> secretOfFile(const QString& path)
{
    const auto file = openRegularFile(path);
    if (!file)
        return file.error();
    struct stat facts = {};
    if (fstat(file->get(), &facts) != 0 || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return invalid(
            u"Others may read %1, which holds a secret: chmod 600 shuts it."_s.arg(path));
    const auto content = readWhole(*file, path, mostSecretBytes);
    if (!content)
        return content.error();
    const QByteArray secret = content->left(content->indexOf('\n')).trimmed();
    const bool isPrintable = std::all_of(secret.begin(), secret.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' && c != 0x7F;
    });
    if (secret.isEmpty() || !isPrintable)
        return invalid(u"The first line of %1 holds no secret."_s.arg(path));
    return secret;
}

Error refusesWithoutTls(const QString& host)
{
    return {ErrorCode::Refused,
            u"%1 is another machine: nothing goes there without TLS. Use dicoms:// or https:// and "
            "say by which certificate it is known."_s.arg(host),
            host};
}

} // namespace ccad
