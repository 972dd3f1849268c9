// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/journal_follower.h"

#include "ui/screening/internal/journal_reader.h"

#include <utility>

namespace ccad {

JournalFollower::JournalFollower(QObject* parent)
    : QObject(parent), m_reader(new JournalReader(*this))
{
    m_reader->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    m_thread.start();
}

JournalFollower::~JournalFollower()
{
    // This runs after all earlier requests, hence also after verdicts.
    onReader([](JournalReader&) { QThread::currentThread()->quit(); });
    m_thread.wait();
}

template <typename Work> void JournalFollower::onReader(Work work)
{
    QMetaObject::invokeMethod(
        m_reader, [reader = m_reader, work = std::move(work)] { work(*reader); },
        Qt::QueuedConnection);
}

void JournalFollower::follow(const QString& path)
{
    m_path = path;
    const quint64 generation = ++m_generation;
    onReader([path, generation](JournalReader& reader) { reader.follow(path, generation); });
}

void JournalFollower::setVerdict(qint64 number, Verdict verdict, const QString& comment)
{
    onReader([=](JournalReader& reader) { reader.setVerdict(number, verdict, comment); });
}

void JournalFollower::requestThumbnails(const QList<qint64>& numbers)
{
    onReader([numbers](JournalReader& reader) { reader.readThumbnails(numbers); });
}

void JournalFollower::requestStudies(const QList<qint64>& numbers, const Deliver& deliver)
{
    onReader([=](JournalReader& reader) { reader.readStudies(numbers, deliver); });
}

} // namespace ccad
