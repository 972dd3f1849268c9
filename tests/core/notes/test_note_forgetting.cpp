// SPDX-License-Identifier: GPL-3.0-or-later
// Notes are forgotten to the last byte: all, old ones, those on some films.
#include "core/notes/note_store.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

const QString firstFilm(64, QLatin1Char('a'));
const QString secondFilm(64, QLatin1Char('b'));

StudyNote words(const QString& comment)
{
    return {comment, {}};
}

std::unique_ptr<NoteStore> opened(const QString& path)
{
    auto store = NoteStore::open(path);
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return std::move(*store);
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestNoteForgetting final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whichNotesAreForgotten_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QStringList>("gone");
        using Which = NotesToForget::Which;
        QTest::newRow("all") << int(Which::All)
                             << QStringList{u"by hash"_s, u"by UID"_s, u"by path"_s, u"another"_s};
        QTest::newRow("of some films")
            << int(Which::OfFilms) << QStringList{u"by hash"_s, u"by UID"_s, u"by path"_s};
        QTest::newRow("older than all") << int(Which::Older) << QStringList();
    }
    void whichNotesAreForgotten()
    {
        QFETCH(const int, which);
        QFETCH(const QStringList, gone);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"notes.sqlite"_s);
        const auto store = opened(path);
        const QString third(64, u'c');
        QVERIFY(store->write({firstFilm, {}}, words(u"by hash"_s)));
        QVERIFY(store->write({secondFilm, u"1.2.3"_s}, words(u"by UID"_s)));
        QVERIFY(store->write({third, u"1.2.4"_s}, words(u"another"_s)));
        QVERIFY(store->keepByPath({{u"/day/Doe.dcm"_s, words(u"by path"_s)}}));
        NotesToForget notes;
        notes.which = NotesToForget::Which(which);
        notes.beforeMs = 1000;
        notes.contents = {firstFilm};
        notes.uids = {u"1.2.3"_s, QString()};
        notes.paths = {u"/day/Doe.dcm"_s};
        const auto counted = store->count(notes);
        QVERIFY(counted.hasValue());
        QCOMPARE(*counted, qint64(gone.size()));
        QCOMPARE(store->find(firstFilm)->comment, u"by hash"_s); // counting removes nothing
        const auto forgotten = store->forget(notes);
        QVERIFY2(forgotten.hasValue(), forgotten ? "" : qPrintable(forgotten.error().message));
        QCOMPARE(*forgotten, qint64(gone.size()));
        for (const char* word : {"by hash", "by UID", "by path", "another"})
            QCOMPARE(content(path).contains(word), !gone.contains(QLatin1String(word)));
        QCOMPARE(content(path).contains("Doe.dcm"), !gone.contains(u"by path"_s));
        QCOMPARE(*store->forget(notes), qint64{0});
    }

    void notesOfAnAgeAreForgotten()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"notes.sqlite"_s);
        const auto store = opened(path);
        QVERIFY(store->write({firstFilm, {}}, words(u"old"_s)));
        NotesToForget notes;
        notes.which = NotesToForget::Which::Older;
        notes.beforeMs = QDateTime::currentMSecsSinceEpoch() + 1000;
        QCOMPARE(*store->forget(notes), qint64{1});
        QVERIFY(store->find(firstFilm)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNoteForgetting)
#include "test_note_forgetting.moc"
