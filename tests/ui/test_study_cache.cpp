// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/study/study_cache.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestStudyCache final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /// A study of 1 MB: 512 x 768 pixels of two bytes and their smaller levels.
    OpenedStudy study(const QString& name) const
    {
        OpenedStudy study = test::openedRamp(512, 768);
        study.path = m_folder.filePath(name);
        QFile file(study.path);
        if (!file.open(QIODevice::WriteOnly) || file.write("a file") != 6)
            qFatal("cannot write a file for the test");
        return study;
    }

private Q_SLOTS:
    void whatIsClosedStaysInNoMemory()
    {
        StudyCache cache(4);
        const OpenedStudy first = study(u"first"_s);
        const OpenedStudy second = study(u"second"_s);
        for (const OpenedStudy* kept : {&first, &second})
            cache.keep(*kept, StudyCache::stampOf(kept->path));
        const qint64 both = cache.bytes();
        cache.forget(first.path);
        QCOMPARE(cache.bytes(), both / 2);
        QVERIFY(!cache.find(first.path));
        QVERIFY(cache.find(second.path));
        cache.forget(first.path); // once more does nothing
        QCOMPARE(cache.bytes(), both / 2);
    }

    void givesBackWhatItKeeps()
    {
        StudyCache cache(4);
        const OpenedStudy kept = study(u"a"_s);
        QVERIFY(!cache.find(kept.path));
        cache.keep(kept, StudyCache::stampOf(kept.path));
        const auto found = cache.find(kept.path);
        QVERIFY(found);
        QCOMPARE(found->radiograph.pixels, kept.radiograph.pixels); // shared, not copied
        QCOMPARE(cache.bytes(), qint64{1} << 20);
        cache.keep(kept, StudyCache::stampOf(kept.path)); // again: still once
        QCOMPARE(cache.bytes(), qint64{1} << 20);
    }

    void countsWhatTheFileDrawsOverItsPicture()
    {
        StudyCache cache(4);
        OpenedStudy kept = study(u"a"_s);
        kept.radiograph.planes
            = {test::planeOf(512, 768, [](int column, int row) { return column == row; }),
               test::planeOf(12, 3, [](int, int) { return true; })};
        cache.keep(kept, StudyCache::stampOf(kept.path));
        QCOMPARE(cache.bytes(), (qint64{1} << 20) + 512 / 8 * 768 + 2 * 3);
    }

    void theLeastRecentlyUsedLeaves()
    {
        StudyCache cache(2);
        const OpenedStudy a = study(u"a"_s);
        const OpenedStudy b = study(u"b"_s);
        const OpenedStudy c = study(u"c"_s);
        cache.keep(a, StudyCache::stampOf(a.path));
        cache.keep(b, StudyCache::stampOf(b.path));
        QVERIFY(cache.find(a.path));
        cache.keep(c, StudyCache::stampOf(c.path));
        QVERIFY(cache.find(a.path));
        QVERIFY(!cache.find(b.path));
        QVERIFY(cache.find(c.path));
        QCOMPARE(cache.bytes(), qint64{2} << 20);
    }

    void keepsNothingLargerThanItself()
    {
        StudyCache cache(0);
        const OpenedStudy a = study(u"a"_s);
        cache.keep(a, StudyCache::stampOf(a.path));
        QVERIFY(!cache.find(a.path));
        QCOMPARE(cache.bytes(), qint64{0});
    }

    void aChangedOrMissingFileIsReadAgain()
    {
        StudyCache cache(4);
        const OpenedStudy changed = study(u"changed"_s);
        const OpenedStudy gone = study(u"gone"_s);
        cache.keep(changed, StudyCache::stampOf(changed.path));
        cache.keep(gone, StudyCache::stampOf(gone.path));
        QFile file(changed.path);
        QVERIFY(file.open(QIODevice::Append));
        QCOMPARE(file.write("more"), qint64{4});
        file.close();
        QVERIFY(QFile::remove(gone.path));
        QVERIFY(!cache.find(changed.path));
        QVERIFY(!cache.find(gone.path));
        QCOMPARE(cache.bytes(), qint64{0});
    }

    void anotherFilmUnderTheSamePathIsReadAgain()
    {
        StudyCache cache(4);
        const OpenedStudy first = study(u"film"_s);
        const OpenedStudy second = study(u"other"_s);
        // As large and as old, as films of one device that are copied with their times are.
        const QDateTime time = QFileInfo(first.path).lastModified();
        QFile other(second.path);
        QVERIFY(other.open(QIODevice::ReadWrite));
        QVERIFY(other.setFileTime(time, QFileDevice::FileModificationTime));
        other.close();
        const QByteArray before = StudyCache::stampOf(first.path);
        cache.keep(first, before);
        QVERIFY(cache.find(first.path));
        QVERIFY(QFile::remove(first.path) && QFile::rename(second.path, first.path));
        QCOMPARE(QFileInfo(first.path).lastModified(), time);
        QVERIFY(!cache.find(first.path));
        // Nor is it kept when it came while the first one was being read.
        cache.keep(first, before);
        QVERIFY(!cache.find(first.path));
    }
};

QTEST_MAIN(TestStudyCache)
#include "test_study_cache.moc"
