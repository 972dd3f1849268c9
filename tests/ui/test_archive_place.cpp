// SPDX-License-Identifier: GPL-3.0-or-later
// The Archive place against the archives that Debian brings, and against peers that say nothing.
#include "core/dimse/dimse_client.h"
#include "tests/support/disk_watch.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/ui/archive_fixture.h"
#include "ui/archive/internal/node_store.h"

#include <QCheckBox>
#include <QDir>
#include <QListWidget>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestArchivePlace : public QObject, private ArchiveFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_dcmqrscp.reset(); }
    void cleanup()
    {
        closeWindow();
        const QDir retrieved(keptPlace(KeptKind::Retrieved));
        QVERIFY(retrieved.entryList({u"*.part"_s}, QDir::Files).isEmpty());
    }
    void nodesAreAddedEditedAndDeleted();
    void aBrokenFileOfNodesStays();
    void theWindowWaitsForNoDisk();
    void aTestTellsWhoAnswers();
    void aTestTellsWhatFailed();
    void studiesAreFoundAndOpenToSeries();
    void theLimitIsSaid();
    void anArchiveThatIsAwayIsSaid();
    void whatCameWaitsUntilItIsShown();
    void aSeriesIsRetrievedIntoScreening();
    void aQueryIsCancelled();
    void aRetrievalIsCancelled();
    void closingWaitsForARetrieval();
    void f9HidesWhoIsMeant();

private:
    /// The node leads elsewhere from now on, as after an edit of the file by hand.
    void moveNode(quint16 port)
    {
        Node moved = dcmqrscp();
        moved.port = port;
        QVERIFY(writeNodes(keptPlace(KeptKind::Nodes), {moved}).hasValue());
        auto* store = archive().findChild<NodeStore*>();
        QSignalSpy read(store, &NodeStore::changed);
        store->load();
        QTRY_COMPARE(read.count(), 1);
    }
    [[nodiscard]] Node dcmqrscp() const { return nodeAt(m_dcmqrscp->port(), "QRSCP"); }

    QTemporaryDir m_films;
    std::unique_ptr<Dcmqrscp> m_dcmqrscp;
};

void TestArchivePlace::initTestCase()
{
    writeModelOfThreeClasses();
    m_dcmqrscp = std::make_unique<Dcmqrscp>();
    CCAD_NEED_PEER(*m_dcmqrscp);
    QStringList films = writeFilms(m_films.path(), 3);
    QFile other(m_films.filePath(u"other.dcm"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(filmToSend(9, "1.2.840.10008.1.2.1", "2.25.2000"));
    other.close();
    films << other.fileName();
    const auto sent = dimse::send(dcmqrscp(), films, {}, {}, {});
    QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
}

void TestArchivePlace::nodesAreAddedEditedAndDeleted()
{
    openWith({});
    click("addNode");
    auto* dialog = m_window->findChild<QDialog*>(u"nodeDialog"_s);
    QVERIFY(dialog);
    const auto type = [&](const char* name, const QString& text) {
        dialog->findChild<QLineEdit*>(QString::fromLatin1(name))->setText(text);
    };
    type("nodeName", u"ward"_s);
    type("nodeHost", u"127.0.0.1"_s);
    type("nodeCalled", u"PACS"_s);
    buttonIn(*dialog, "keepNode").click();
    QTRY_COMPARE(nodeBox().currentText(), u"ward"_s);
    const auto written = readNodes(keptPlace(KeptKind::Nodes)); // as the command line does
    QVERIFY(written.hasValue());
    QCOMPARE(written->size(), std::size_t{1});
    QCOMPARE(written->front().calledAet, QByteArray("PACS"));

    QTRY_VERIFY(!m_window->findChild<QDialog*>(u"nodeDialog"_s));
    click("editNode");
    dialog = m_window->findChild<QDialog*>(u"nodeDialog"_s);
    type("nodeName", u"clinic"_s);
    buttonIn(*dialog, "keepNode").click();
    QTRY_COMPARE(nodeBox().currentText(), u"clinic"_s);
    QCOMPARE(nodeBox().count(), 1);

    click("deleteNode");
    auto* question = m_window->findChild<QMessageBox*>(u"deleteNodeQuestion"_s);
    QVERIFY(question);
    question->button(QMessageBox::Cancel)->click();
    QCOMPARE(nodeBox().count(), 1);
    QTRY_VERIFY(!m_window->findChild<QMessageBox*>(u"deleteNodeQuestion"_s));
    click("deleteNode");
    question = m_window->findChild<QMessageBox*>(u"deleteNodeQuestion"_s);
    for (QAbstractButton* button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    QTRY_COMPARE(nodeBox().count(), 0);
    QVERIFY(readNodes(keptPlace(KeptKind::Nodes))->empty());
}

/// Who edits the file by hand and errs does not lose it by adding a node.
void TestArchivePlace::aBrokenFileOfNodesStays()
{
    openWith({});
    const QByteArray broken = "{'format_version': 1, 'nodes': [}";
    QVERIFY(QDir().mkpath(QFileInfo(keptPlace(KeptKind::Nodes)).path()));
    QVERIFY(writeFileAtomically(keptPlace(KeptKind::Nodes), broken).hasValue());
    click("addNode");
    auto* dialog = m_window->findChild<QDialog*>(u"nodeDialog"_s);
    dialog->findChild<QLineEdit*>(u"nodeName"_s)->setText(u"ward"_s);
    dialog->findChild<QLineEdit*>(u"nodeHost"_s)->setText(u"127.0.0.1"_s);
    dialog->findChild<QLineEdit*>(u"nodeCalled"_s)->setText(u"PACS"_s);
    buttonIn(*dialog, "keepNode").click();
    QTRY_VERIFY(said().contains(u"no JSON of nodes"_s));
    QCOMPARE(*readFile(keptPlace(KeptKind::Nodes), 1000), broken);
}

/// Neither for the file of nodes nor for what is retrieved.
void TestArchivePlace::theWindowWaitsForNoDisk()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({});
    click("addNode");
    auto* dialog = m_window->findChild<QDialog*>(u"nodeDialog"_s);
    dialog->findChild<QLineEdit*>(u"nodeName"_s)->setText(u"qrscp"_s);
    dialog->findChild<QLineEdit*>(u"nodeHost"_s)->setText(u"127.0.0.1"_s);
    dialog->findChild<QSpinBox*>(u"nodePort"_s)->setValue(m_dcmqrscp->port());
    dialog->findChild<QLineEdit*>(u"nodeCalled"_s)->setText(u"QRSCP"_s);
    {
        const DiskWatch watch(QFileInfo(keptPlace(KeptKind::Nodes)).path());
        buttonIn(*dialog, "keepNode").click();
        QTRY_COMPARE(nodeBox().count(), 1);
        VERIFY_UNTOUCHED(watch);
    }
    const DiskWatch watch(keptPlace(KeptKind::Retrieved));
    field("queryId").setText(u"P-17"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    choose(0);
    click("intoReview");
    QTRY_VERIFY(arrivals("arrivalForReview").isVisible());
    VERIFY_UNTOUCHED(watch);
}

void TestArchivePlace::aTestTellsWhoAnswers()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    click("testNode");
    QTRY_VERIFY2(said().startsWith(u"qrscp answers: QRSCP at 127.0.0.1"_s), qPrintable(said()));
}

void TestArchivePlace::aTestTellsWhatFailed()
{
    Node elsewhere = nodeAt(104, "PACS");
    elsewhere.host = u"192.0.2.1"_s; // nobody's (RFC 5737), and not this machine
    openWith({nodeAt(freePort(), "AWAY"), elsewhere});
    click("testNode");
    QTRY_VERIFY2(said().contains(u"Check that the archive runs at 127.0.0.1"_s),
                 qPrintable(said()));
    nodeBox().setCurrentIndex(1);
    click("testNode");
    QTRY_VERIFY2(said().contains(u"without TLS"_s), qPrintable(said()));
}

void TestArchivePlace::studiesAreFoundAndOpenToSeries()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    field("queryId").setText(u"P-17"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    const QModelIndex study = found().model()->index(0, 0);
    QCOMPARE(study.data().toString(), u"Müller, Jörg"_s);
    QCOMPARE(study.siblingAtColumn(2).data().toString(), u"2026-01-31"_s);
    QCOMPARE(found().model()->rowCount(study), 0);
    choose(0);
    QTest::keyClick(&found(), Qt::Key_Right);
    QTRY_COMPARE(found().model()->rowCount(found().model()->index(0, 0)), 1);
    const QModelIndex series = found().model()->index(0, 0, found().model()->index(0, 0));
    QCOMPARE(series.data().toString(), u"Series 1"_s);
    QCOMPARE(series.siblingAtColumn(3).data().toString(), u"CR"_s);

    field("queryId").setText(u"nobody"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 0);
    QVERIFY(!found().isVisible());
}

void TestArchivePlace::theLimitIsSaid()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    NetworkLimits limits;
    limits.mostMatches = 1;
    archive().setLimits(limits);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    QVERIFY(archive()
                .findChild<QLabel*>(u"foundCount"_s)
                ->text()
                .startsWith(u"There are more than 1 studies; narrow the query."_s));
}

void TestArchivePlace::anArchiveThatIsAwayIsSaid()
{
    openWith({nodeAt(freePort(), "AWAY")});
    search();
    QTRY_VERIFY2(said().contains(u"Check that the archive runs at 127.0.0.1"_s),
                 qPrintable(said()));
    QVERIFY(!archive().isBusy());
}

void TestArchivePlace::whatCameWaitsUntilItIsShown()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    field("queryId").setText(u"P-17"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    choose(0);
    QTest::keyClick(&found(), Qt::Key_Return);
    m_window->showPlace(place<ScreeningPlace>()); // and goes elsewhere meanwhile
    ArrivalBar& bar = arrivals("arrivalForReview");
    QTRY_VERIFY(bar.isVisible());
    QCOMPARE(bar.text(), u"3 files came from qrscp."_s);
    QCOMPARE(m_window->place().key(), u"screening"_s);
    QCOMPARE(review().studies().rowCount(), 0);
    buttonIn(bar, "showArrival").click();
    QCOMPARE(m_window->place().key(), u"review"_s);
    QVERIFY(!bar.isVisible());
    QTRY_COMPARE(review().studies().rowCount(), 3);
    QTRY_VERIFY(review().canvas().hasStudy());
    QVERIFY(review().currentPath().startsWith(keptPlace(KeptKind::Retrieved)));
    QVERIFY2(review().title().startsWith(u"Müller, Jörg 2026-01-31 ("_s),
             qPrintable(review().title()));
    m_settings->setValue(Setting::HidePatientText, true);
    QCOMPARE(review().title(), u"Study 1"_s);
    m_settings->setValue(Setting::HidePatientText, false);
    // Whatever the umask.
    QCOMPARE(QFile::permissions(review().currentPath()) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void TestArchivePlace::aSeriesIsRetrievedIntoScreening()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    field("queryId").setText(u"Q-2.25.2000"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    found().expand(found().model()->index(0, 0));
    QTRY_COMPARE(found().model()->rowCount(found().model()->index(0, 0)), 1);
    found().setCurrentIndex(found().model()->index(0, 0, found().model()->index(0, 0)));
    click("intoScreening");
    ArrivalBar& bar = arrivals("arrivalForScreening");
    QTRY_VERIFY(bar.isVisible());
    QCOMPARE(m_window->place().key(), u"archive"_s);
    QVERIFY(!place<ScreeningPlace>().run().isActive());
    buttonIn(bar, "showArrival").click();
    QCOMPARE(m_window->place().key(), u"screening"_s);
    QTRY_VERIFY(!place<ScreeningPlace>().run().journal().isEmpty());
    QTRY_VERIFY(!place<ScreeningPlace>().isBusy());
}

/// Hears, and never says a word.
void TestArchivePlace::aQueryIsCancelled()
{
    const RawListener silent([](const RawCaller& caller) { (void)caller.receiveAll(); });
    openWith({nodeAt(silent.port(), "SILENT")});
    search();
    auto* strip = archive().findChild<WorkStrip*>(u"query"_s);
    QTRY_VERIFY(strip->isVisible());
    click("cancel-query");
    QVERIFY(!strip->isVisible());
    QCOMPARE(said(), u"The query was cancelled."_s);
}

void TestArchivePlace::aRetrievalIsCancelled()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    const RawListener silent([](const RawCaller& caller) { (void)caller.receiveAll(); });
    // The archive answers, and falls silent before the retrieval.
    openWith({dcmqrscp()});
    field("queryId").setText(u"P-17"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    choose(0);
    moveNode(silent.port());
    QTest::keyClick(&found(), Qt::Key_Return);
    QVERIFY(archive().isBusy());
    QVERIFY(archive().findChild<WorkStrip*>(u"retrieval"_s)->isVisible());
    QVERIFY(!buttonIn(archive(), "intoReview").isEnabled());
    click("cancel-retrieval");
    QTRY_VERIFY(!archive().isBusy());
    QCOMPARE(said(), u"The retrieval was cancelled."_s);
    QVERIFY(!arrivals("arrivalForReview").isVisible());
    QVERIFY(buttonIn(archive(), "intoReview").isEnabled());
}

void TestArchivePlace::closingWaitsForARetrieval()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    const RawListener silent([](const RawCaller& caller) { (void)caller.receiveAll(); });
    openWith({dcmqrscp()});
    field("queryId").setText(u"P-17"_s);
    search();
    QTRY_COMPARE(found().model()->rowCount(), 1);
    choose(0);
    moveNode(silent.port());
    QTest::keyClick(&found(), Qt::Key_Return);
    QVERIFY(!m_window->close());
    QTRY_VERIFY(!m_window->isVisible());
    QVERIFY(!archive().isBusy());
}

void TestArchivePlace::f9HidesWhoIsMeant()
{
    CCAD_NEED_PEER(*m_dcmqrscp);
    openWith({dcmqrscp()});
    field("queryName").setText(u"Müller"_s);
    search();
    QTRY_VERIFY(found().model()->rowCount() > 0);
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QCOMPARE(field("queryName").echoMode(), QLineEdit::Password);
    for (int row = 0; row < found().model()->rowCount(); ++row)
        for (int column = 0; column < found().model()->columnCount(); ++column) {
            const QString text = found().model()->index(row, column).data().toString();
            for (const QString& secret : {u"Müller"_s, u"P-17"_s, u"2026"_s, u"A1"_s})
                QVERIFY2(!text.contains(secret), qPrintable(text));
        }
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    QCOMPARE(field("queryName").echoMode(), QLineEdit::Normal);
    QCOMPARE(found().model()->index(0, 0).data().toString(), u"Müller, Jörg"_s);
}

QTEST_MAIN(TestArchivePlace)
#include "test_archive_place.moc"
