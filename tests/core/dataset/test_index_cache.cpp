// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_index.h"
#include "core/dataset/patient_key.h"
#include "tests/core/dataset/picture_files.h"
#include "tests/support/environment.h"

#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What is indexed again, and what is not.
class TestIndexCache : public QObject
{
    Q_OBJECT

    std::unique_ptr<PictureFiles> m_files;
    IndexRequest m_request;

    DatasetIndex index() const
    {
        auto index = indexDataset(m_request);
        if (!index)
            qFatal("%s", qPrintable(index.error().message));
        return *std::move(index);
    }
    QByteArray cacheContent() const
    {
        QFile file(m_request.cacheFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        m_files = std::make_unique<PictureFiles>();
        m_files->writeChest("set/a/1.jpg", 1);
        m_files->writeChest("set/a/2.jpg", 2);
        m_files->writeDicomOf("set/b/Doe_Jane.dcm", "PAT-4711", 3);
        m_files->write("set/b/broken.jpg", "no picture");
        m_request.path = m_files->path("set");
        m_request.cacheFile = m_files->path("cache/index.bin");
    }

    void nothingIsReadTwice()
    {
        const DatasetIndex first = index();
        QCOMPARE(first.read, 4);
        const DatasetIndex second = index();
        QCOMPARE(second.read, 0);
        QCOMPARE(second.cached, 4);
        QCOMPARE(second.unreadable.size(), std::size_t{1});
        QCOMPARE(second.unreadable[0].reason, first.unreadable[0].reason);
        QCOMPARE(datasetFingerprint(second.dataset), datasetFingerprint(first.dataset));
        QCOMPARE(second.dataset.items[2].patient, pseudonym(u"PAT-4711"_s));
        QCOMPARE(second.dataset.items[2].view, first.dataset.items[2].view);
        QVERIFY(second.duplicates.empty());
    }

    void changedFilesAreReadAgain()
    {
        (void)index();
        m_files->write("set/a/2.jpg", jpegOf(variedChest(128, 1), 70)); // now looks like 1.jpg
        m_files->writeChest("set/a/5.jpg", 5);
        const DatasetIndex again = index();
        QCOMPARE(again.read, 2);
        QCOMPARE(again.cached, 3);
        QCOMPARE(again.duplicates.size(), std::size_t{1});
        QCOMPARE(index().read, 0);
    }

    void removedFilesAreForgotten()
    {
        (void)index();
        const auto before = cacheContent().size();
        QFile::remove(m_files->path("set/a/2.jpg"));
        const DatasetIndex again = index();
        QCOMPARE(again.read, 0);
        QCOMPARE(again.dataset.items.size(), std::size_t{2});
        QVERIFY(cacheContent().size() < before);
    }

    void anotherChoiceOfRowsForgetsNothing()
    {
        m_request.path = m_files->write("set/m.csv",
                                        "file,label,source\na/1.jpg,a,x\na/2.jpg,a,y\n"
                                        "b/Doe_Jane.dcm,b,x\n");
        QCOMPARE(index().read, 3);
        m_request.filters = {{u"source"_s, {u"x"_s}}};
        QCOMPARE(index().read, 0);
        m_request.filters.clear();
        QCOMPARE(index().read, 0);
    }

    void aBrokenCacheIsPassedOver_data()
    {
        QTest::addColumn<int>("damage");
        QTest::newRow("a changed byte") << 0;
        QTest::newRow("cut off") << 1;
        QTest::newRow("something else") << 2;
        QTest::newRow("empty") << 3;
    }
    void aBrokenCacheIsPassedOver()
    {
        QFETCH(int, damage);
        (void)index();
        QByteArray content = cacheContent();
        QVERIFY(content.size() > 400);
        if (damage == 0)
            content[content.size() / 2] = static_cast<char>(~content[content.size() / 2]);
        else
            content = damage == 1 ? content.left(200) : damage == 2 ? QByteArray(5000, 'x') : "";
        m_files->write("cache/index.bin", content);
        QCOMPARE(index().read, 4);
        QCOMPARE(index().read, 0); // it was written anew
    }

    void aCacheThatCannotBeWrittenIsNoError()
    {
        m_request.cacheFile = m_files->path("set/a/1.jpg/index.bin"); // below a file
        QCOMPARE(index().read, 4);
        QCOMPARE(index().read, 4);
    }

    void aReadOnlyFolderIsNoError()
    {
        QDir(m_files->path()).mkpath("locked");
        QFile::setPermissions(m_files->path("locked"), QFile::ReadOwner | QFile::ExeOwner);
        m_request.cacheFile = m_files->path("locked/index.bin");
        QCOMPARE(index().dataset.items.size(), std::size_t{3});
        QFile::setPermissions(m_files->path("locked"),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void nobodyIsNamed()
    {
        (void)index();
        const QByteArray content = cacheContent();
        for (const char* word : {"PAT-4711", "Doe", "Jane", "broken.jpg", "set"}) {
            QVERIFY2(!content.contains(word), word);
            QByteArray utf16; // as QString is stored
            for (const char* c = word; *c; ++c)
                utf16.append('\0').append(*c);
            QVERIFY2(!content.contains(utf16), word);
        }
        // Nor can a patient be found by trying all numbers, or by a pseudonym given elsewhere.
        for (const QString& word : {patientDigest(u"PAT-4711"_s), pseudonym(u"PAT-4711"_s)}) {
            QVERIFY(!content.contains(word.toLatin1()));
            QVERIFY(!content.contains(QByteArray::fromHex(word.toLatin1())));
        }
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QVERIFY(!(QFile::permissions(m_request.cacheFile) & others));
    }

    void whatWasReadBeforeACancelIsKept()
    {
        const CancelToken cancel;
        const auto stopped
            = indexDataset(m_request, cancel, [&](qint64, qint64, auto&) { cancel.cancel(); });
        QVERIFY(!stopped.hasValue());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const DatasetIndex again = index();
        QVERIFY(again.cached >= 1);
        QCOMPARE(again.cached + again.read, 4);
    }

    void anotherInstallationReadsAgain()
    {
        (void)index();
        const QTemporaryDir other;
        const test::EnvironmentValue home("XDG_DATA_HOME", other.path().toUtf8());
        const DatasetIndex there = index();
        QCOMPARE(there.read, 4); // it cannot tell whose the files are
        QCOMPARE(there.dataset.items[2].patient, pseudonym(u"PAT-4711"_s));
        QCOMPARE(index().read, 0);
    }

    void patientsAreDealtAlikeEverywhere()
    {
        const DatasetIndex here = index();
        const QTemporaryDir other;
        const test::EnvironmentValue home("XDG_DATA_HOME", other.path().toUtf8());
        const DatasetIndex there = index();
        QVERIFY(here.dataset.items[2].patient != there.dataset.items[2].patient);
        QCOMPARE(dealingKeys(here.dataset.items), dealingKeys(there.dataset.items));
        QCOMPARE(datasetFingerprint(here.dataset), datasetFingerprint(there.dataset));
    }

    void eachDataSetHasACacheOfItsOwn()
    {
        QStandardPaths::setTestModeEnabled(true);
        const QString first = defaultIndexCache(m_files->path("set"));
        QVERIFY(first != defaultIndexCache(m_files->path("other")));
        QCOMPARE(first, defaultIndexCache(m_files->path("set/../set")));
        QVERIFY(QDir::isAbsolutePath(first));
        QVERIFY(!first.contains(u"set"));
    }
};

QTEST_GUILESS_MAIN(TestIndexCache)
#include "test_index_cache.moc"
