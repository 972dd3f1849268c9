// SPDX-License-Identifier: GPL-3.0-or-later
// Archives and other programs on the network, as CCAD knows them.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

/// How long and how much of a peer is borne.
struct NetworkLimits
{
    int connectMs = 10000;
    int answerMs = 60000; ///< for one whole message or piece of one, not for each of its bytes
    int objectMs = 600000; ///< for all pieces of one object together
    qint64 mostObjectBytes = qint64{1} << 30;
    int mostMatches = 10000; ///< of one query
    int mostObjects = 100000; ///< of one retrieval
};

enum class NodeProtocol
{
    Dimse,
    DicomWeb
};

/// How a connection is encrypted. Peers are known by the authorities that signed for them, or by
/// the fingerprint of their own certificate.
struct TlsSettings
{
    bool isUsed = false;
    QString certificate; ///< PEM file of this side; may be empty for a client
    QString key; ///< PEM file
    QString authorities; ///< PEM file; empty: those of the system
    QStringList
        pins; ///< SHA-256 of certificates, 64 hexadecimal digits; then authorities do not count
};

/// A secret that no file holds: whoever uses the node is asked for it.
enum class AskedSecret
{
    None,
    Password, ///< of Node::user
    Token
};

struct Node
{
    QString name;
    NodeProtocol protocol = NodeProtocol::Dimse;
    QString host; ///< of Dimse
    quint16 port = 104;
    QByteArray calledAet;
    QByteArray callingAet = "CCAD";
    QString url; ///< of DicomWeb, without a slash at its end
    QString user; ///< basic authentication of DicomWeb
    QString passwordFile; ///< holds the user's password
    QString tokenFile; ///< holds a bearer token
    AskedSecret asks = AskedSecret::None;
    QByteArray secret; ///< what was answered; in memory alone, in no file
    TlsSettings tls;
};

/// The node of an address: dicom://HOST:PORT/CALLED, dicoms://... (with TLS), http://... or
/// https://..., with ?calling=AET, pin=SHA256, authorities=FILE, certificate=FILE, key=FILE,
/// user=NAME, password-file=FILE, token-file=FILE. Error: InvalidArgument, a sentence.
[[nodiscard]] Result<Node> nodeOfAddress(const QString& name, const QString& address);

/// What a file of nodes holds, docs/formats.md. Errors: FileNotFound, FileUnreadable, FileBroken,
/// TooLarge.
[[nodiscard]] Result<std::vector<Node>> readNodes(const QString& path);

/// Writes the file anew, without secrets, for this user alone; on the disk when it returns. Errors:
/// InvalidArgument (checkNode(), two nodes of a name), WriteFailed.
[[nodiscard]] Result<void> writeNodes(const QString& path, const std::vector<Node>& nodes);

/// Nothing, or InvalidArgument with what is wrong: no name, a title or a fingerprint that is none.
[[nodiscard]] Result<void> checkNode(const Node& node);

/// The first line of a file with a secret. Errors: FileNotFound, FileUnreadable, TooLarge;
/// InvalidArgument for a file that others may read, and for one without a secret.
[[nodiscard]] Result<QByteArray> secretOfFile(const QString& path);

/// Why text, pictures and passwords do not go to another machine in the clear.
[[nodiscard]] Error refusesWithoutTls(const QString& host);

} // namespace ccad
