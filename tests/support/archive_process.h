// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's archives, started for one test on free ports of loopback and stopped with their owner.
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

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

/// A program that runs until its owner goes.
class PeerProcess
{
public:
    PeerProcess() = default;
    virtual ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString filePath(const QString& name) const { return m_folder.filePath(name); }
    /// What it printed, for messages of tests.
    [[nodiscard]] QByteArray output() { return m_process.readAll(); }

protected:
    /// Waits until somebody listens at the port. Fails the program otherwise.
    void start(const QString& program, const QStringList& arguments);
    void write(const QString& name, const QByteArray& content) const;

    QTemporaryDir m_folder;
    quint16 m_port = 0;

private:
    QProcess m_process;
};

/// DCMTK's archive, AE title QRSCP; knows CCAD at movePort().
class Dcmqrscp : public PeerProcess
{
public:
    Dcmqrscp();
    [[nodiscard]] quint16 movePort() const { return m_movePort; }

private:
    quint16 m_movePort;
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
    /// With a certificate, by https.
    explicit Orthanc(const TestCertificate* certificate = nullptr);
    [[nodiscard]] quint16 movePort() const { return m_movePort; }
    [[nodiscard]] QString webUrl() const;
    /// A file with the password, as nodes name it.
    [[nodiscard]] QString passwordFile() const { return filePath(QStringLiteral("password")); }

private:
    quint16 m_movePort;
    quint16 m_webPort;
    bool m_isSafe;
};

} // namespace ccad::test
