// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/archive_process.h"

#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::test {
namespace {

QByteArray outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(patienceMs) || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

/// The newest of the files that begin so: their names end in a version.
QString pluginNamed(const QString& begin)
{
    const QDir folder(u"/usr/lib/orthanc"_s);
    const QStringList names = folder.entryList({begin + u'*'}, QDir::Files, QDir::Name);
    // Without it, Orthanc itself says what is missing.
    return folder.filePath(names.isEmpty() ? begin : names.last());
}

} // namespace

TestCertificate makeCertificate(const QString& folder, const QString& name)
{
    TestCertificate made{folder + u'/' + name + u".crt"_s, folder + u'/' + name + u".key"_s, {}};
    outputOf(u"openssl"_s,
             {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
              u"-subj"_s, u"/CN="_s + name, u"-addext"_s, u"subjectAltName=IP:127.0.0.1"_s,
              u"-keyout"_s, made.key, u"-out"_s, made.certificate});
    const QByteArray printed = outputOf(
        u"openssl"_s,
        {u"x509"_s, u"-in"_s, made.certificate, u"-noout"_s, u"-fingerprint"_s, u"-sha256"_s});
    made.sha256 = QString::fromLatin1(printed.mid(printed.indexOf('=') + 1).trimmed())
                      .remove(u':')
                      .toLower();
    return made;
}

PeerProcess::~PeerProcess()
{
    stop();
}

void PeerProcess::write(const QString& name, const QByteArray& content) const
{
    QFile file(filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

void PeerProcess::start(const QString& program, const QStringList& arguments)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setWorkingDirectory(folder());
    m_process.start(program, arguments);
    if (!m_process.waitForStarted(patienceMs)) {
        m_problem = u"there is no %1: install what packaging/dependencies names"_s.arg(program);
        return;
    }
    QElapsedTimer clock;
    clock.start();
    const auto listens = [](quint16 port) { return RawCaller(port).isConnected(); };
    while (!std::all_of(m_listens.begin(), m_listens.end(), listens)) {
        // Reading its output is what lets QProcess see that it ended.
        if (clock.hasExpired(patienceMs) || m_process.waitForFinished(20)) {
            m_problem = u"%1 does not listen: %2"_s.arg(program, QString::fromUtf8(output()));
            return;
        }
    }
    // Not somebody else, who took the port first.
    m_problem = m_process.waitForFinished(50)
        ? u"%1 ended: %2"_s.arg(program, QString::fromUtf8(output()))
        : QString();
}

void PeerProcess::startOnFreePorts(const std::function<void()>& begin)
{
    for (int attempt = 0; attempt < 3; ++attempt) {
        begin();
        if (m_problem.isEmpty() || m_process.error() == QProcess::FailedToStart)
            return;
        stop();
    }
}

void PeerProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5000)) {
        m_process.kill();
        m_process.waitForFinished(patienceMs);
    }
}

void PeerProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

Dcmqrscp::Dcmqrscp()
{
    QDir(folder()).mkdir(u"db"_s);
    startOnFreePorts([this] {
        m_port = freePort();
        m_movePort = freePort();
        m_listens = {m_port};
        write(u"config"_s,
              "NetworkTCPPort = " + QByteArray::number(m_port)
                  + "\nMaxPDUSize = 16384\nMaxAssociations = 16\n"
                    "HostTable BEGIN\nccad = (CCAD, 127.0.0.1, "
                  + QByteArray::number(m_movePort)
                  + ")\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP "
                  + filePath(u"db"_s).toUtf8() + " RW (200, 1024mb) ANY\nAETable END\n");
        start(u"dcmqrscp"_s, {u"-c"_s, filePath(u"config"_s)});
    });
}

Storescp::Storescp(const QStringList& options)
{
    QDir(folder()).mkdir(u"stored"_s);
    startOnFreePorts([this, &options] {
        m_port = freePort();
        m_listens = {m_port};
        start(u"storescp"_s,
              options
                  + QStringList{u"-aet"_s, u"STORESCP"_s, u"-od"_s, filePath(u"stored"_s),
                                QString::number(m_port)});
    });
}

qsizetype Storescp::storedFiles() const
{
    return QDir(filePath(u"stored"_s)).entryList(QDir::Files).size();
}

Orthanc::Orthanc(const QJsonObject& settings) : m_settings(settings)
{
    write(u"password"_s, "secret word\n");
    startOnFreePorts([this] {
        m_port = freePort();
        m_movePort = freePort();
        m_webPort = freePort();
        m_listens = {m_port, m_webPort};
        configure();
        startOrthanc();
    });
}

void Orthanc::startOrthanc()
{
    start(u"Orthanc"_s, {filePath(u"orthanc.json"_s)});
}

void Orthanc::startAgain()
{
    stop();
    startOrthanc();
}

void Orthanc::configure() const
{
    QJsonObject config{
        {u"Name"_s, u"test"_s},
        {u"StorageDirectory"_s, filePath(u"db"_s)},
        {u"IndexDirectory"_s, filePath(u"db"_s)},
        {u"Plugins"_s, QJsonArray{pluginNamed(u"libOrthancDicomWeb.so"_s)}},
        {u"HttpPort"_s, m_webPort},
        {u"DicomPort"_s, m_port},
        {u"DicomAet"_s, u"ORTHANC"_s},
        {u"DicomCheckCalledAet"_s, true},
        {u"RemoteAccessAllowed"_s, true},
        {u"AuthenticationEnabled"_s, true},
        {u"RegisteredUsers"_s, QJsonObject{{u"ccad"_s, u"secret word"_s}}},
        {u"DicomModalities"_s,
         QJsonObject{{u"ccad"_s, QJsonArray{u"CCAD"_s, u"127.0.0.1"_s, m_movePort}}}},
        {u"DicomWeb"_s, QJsonObject{{u"Enable"_s, true}, {u"Root"_s, u"/dicom-web/"_s}}},
    };
    for (auto it = m_settings.begin(); it != m_settings.end(); ++it)
        config[it.key()] = it.value();
    write(u"orthanc.json"_s, QJsonDocument(config).toJson());
}

QString Orthanc::webUrl() const
{
    return u"http://127.0.0.1:%1/dicom-web"_s.arg(m_webPort);
}

HttpsArchive::HttpsArchive(const TestCertificate& certificate)
{
    QDir(folder()).mkdir(u"dicom-web"_s);
    // openssl sends a file of the name that was asked for, headers and all.
    write(u"dicom-web/studies?limit=1"_s,
          "HTTP/1.0 200 OK\r\nContent-Type: application/dicom+json\r\n"
          "Content-Length: 2\r\n\r\n[]");
    startOnFreePorts([this, &certificate] {
        m_port = freePort();
        m_listens = {m_port};
        start(u"openssl"_s,
              {u"s_server"_s, u"-HTTP"_s, u"-accept"_s, u"127.0.0.1:%1"_s.arg(m_port), u"-cert"_s,
               certificate.certificate, u"-key"_s, certificate.key});
    });
}

QString HttpsArchive::webUrl() const
{
    return u"https://127.0.0.1:%1/dicom-web"_s.arg(m_port);
}

} // namespace ccad::test
