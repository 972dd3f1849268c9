// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's archives, started for one test on free ports of loopback and stopped with their owner.
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <functional>

/// Ends a test function that needs a peer where it does not run.
#define CCAD_NEED_PEER(peer)                                                                       \
    do {                                                                                           \
        if (!(peer).problem().isEmpty())                                                           \
            QSKIP(qPrintable((peer).problem()));                                                   \
    } while (false)

namespace ccad::test {

/// A certificate for 127.0.0.1 and its key, made by openssl.
struct TestCertificate
{
    QString certificate;
    QString key;
    QString sha256; ///< 64 hexadecimal digits
};
/// Fails the program where openssl is missing.
[[nodiscard]] TestCertificate makeCertificate(const QString& folder, const QString& name);

/// A program that runs until its owner goes. Where it cannot run, the test is skipped and says why:
/// the program is Debian's, not ours.
class PeerProcess
{
public:
    PeerProcess() = default;
    virtual ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    /// Why it does not run, or empty.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString filePath(const QString& name) const { return m_folder.filePath(name); }
    /// What it printed, for messages of tests.
    [[nodiscard]] QByteArray output() { return m_process.readAll(); }

protected:
    /// Waits until it listens at all of m_listens; then there is no problem.
    void start(const QString& program, const QStringList& arguments);
    /// Calls `begin`, which chooses ports and starts the program, and again where another program
    /// took one of them in between.
    void startOnFreePorts(const std::function<void()>& begin);
    void stop();
    void kill();
    void write(const QString& name, const QByteArray& content) const;

    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QList<quint16> m_listens; ///< ports at which it listens when it is ready

private:
    QProcess m_process;
    QString m_problem;
};

/// DCMTK's archive, AE title QRSCP; knows CCAD at movePort().
class Dcmqrscp : public PeerProcess
{
public:
    Dcmqrscp();
    [[nodiscard]] quint16 movePort() const { return m_movePort; }

private:
    quint16 m_movePort = 0;
};

/// DCMTK's receiver, AE title STORESCP; stores below filePath("stored").
class Storescp : public PeerProcess
{
public:
    explicit Storescp(const QStringList& options = {});
    [[nodiscard]] qsizetype storedFiles() const;
};

/// AE title ORTHANC, DICOMweb with the user "ccad" and the password "secret word".
class Orthanc : public PeerProcess
{
public:
    /// With these entries of its configuration, in place of others of their names.
    explicit Orthanc(const QJsonObject& settings = {});
    /// Ends it as a power cut does.
    void killNow() { kill(); }
    /// Starts it again with the same ports and the same store, and waits until it listens.
    void startAgain();
    [[nodiscard]] quint16 movePort() const { return m_movePort; }
    [[nodiscard]] QString webUrl() const;
    /// A file with the password, as nodes name it.
    [[nodiscard]] QString passwordFile() const { return filePath(QStringLiteral("password")); }

private:
    void configure() const;
    void startOrthanc();

    QJsonObject m_settings;
    quint16 m_movePort = 0;
    quint16 m_webPort = 0;
};

/// A server of DICOMweb by https that answers one question: it has no studies. Debian's Orthanc
/// crashes on the first connection with TLS.
class HttpsArchive : public PeerProcess
{
public:
    explicit HttpsArchive(const TestCertificate& certificate);
    [[nodiscard]] QString webUrl() const;
};

} // namespace ccad::test
