// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/kept_page.h"

#include "ui/preferences/internal/kept_table.h"
#include "ui/preferences/internal/settings_fields.h"
#include "ui/settings/settings.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostDays = 36'500;

QTableView* makeView(KeptTable* table, QWidget* parent)
{
    auto* view = new QTableView(parent);
    view->setModel(table);
    view->setAccessibleName(KeptPage::tr("What CCAD keeps"));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->horizontalHeader()->setSectionResizeMode(KeptTable::Title, QHeaderView::Stretch);
    return view;
}

bool holds(const ForgetRequest& request, KeptKind kind)
{
    return std::find(request.kinds.begin(), request.kinds.end(), kind) != request.kinds.end();
}

} // namespace

KeptPage::KeptPage(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_table(new KeptTable(this)),
      m_view(makeView(m_table, this)), m_about(makeTextLabel({}, "muted", this)),
      m_result(makeTextLabel({}, "text", this)), m_days(new QSpinBox(this)),
      m_patient(new QLineEdit(this)), m_forget(makeButton(tr("&Forget…"), nullptr, this)),
      m_forgetAll(makeButton(tr("Forget &All…"), nullptr, this))
{
    setAccessibleName(tr("What CCAD keeps"));
    for (QPushButton* button : {m_forget, m_forgetAll})
        button->setAutoDefault(false);
    connect(m_forget, &QPushButton::clicked, this, [this] { ask(false); });
    connect(m_forgetAll, &QPushButton::clicked, this, [this] { ask(true); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &KeptPage::showChosen);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_about);
    layout->addWidget(makeChoices());
    layout->addWidget(m_result);
    layout->addWidget(makeTextLabel(
        tr("Worklists, reports, pictures, copies for training and exported models lie where you "
           "saved them, and are yours to remove."),
        "muted", this));
    showChosen();
}

KeptPage::~KeptPage() = default;

QWidget* KeptPage::makeChoices()
{
    auto* choices = new QWidget(this);
    choices->setAccessibleName(tr("What to forget"));
    m_days->setRange(0, mostDays);
    m_days->setSpecialValueText(tr("any age"));
    m_days->setSuffix(tr(" days"));
    m_days->setAccessibleName(tr("Age of what is forgotten"));
    m_patient->setPlaceholderText(tr("everybody"));
    m_patient->setAccessibleName(tr("Patient who is forgotten, by ID or name"));
    // What is about one patient is forgotten whatever its age.
    connect(m_patient, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_days->setEnabled(text.simplified().isEmpty()); });
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    addField(*form, tr("&Older than"), m_days);
    addField(*form, tr("&Patient"), m_patient);
    auto* row = new QHBoxLayout(choices);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::medium);
    row->addLayout(form, 1);
    row->addWidget(m_forget, 0, Qt::AlignBottom);
    row->addWidget(m_forgetAll, 0, Qt::AlignBottom);
    return choices;
}

void KeptPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    look();
}

void KeptPage::look()
{
    m_looking.start([](const CancelToken& cancel) { return keptNow(cancel); },
                    [this](const std::vector<Forgotten>& stores) {
                        m_table->setStores(stores);
                        if (!m_view->currentIndex().isValid())
                            m_view->selectRow(0);
                        showChosen();
                    });
}

void KeptPage::showChosen()
{
    const Forgotten* chosen = m_table->store(m_view->currentIndex().row());
    const KeptStore* row = chosen ? &keptStore(chosen->kind) : nullptr;
    m_forget->setEnabled(row && row->isForgotten && !m_forgetting.isBusy());
    m_forgetAll->setEnabled(!m_forgetting.isBusy());
    if (!row)
        return setPlainText(m_about, {});
    QStringList lines{QString::fromUtf8(row->holds), keptPlace(row->kind),
                      QString::fromUtf8(row->emptiedBy)};
    lines.removeAll(QString());
    setPlainText(m_about, lines.join(u'\n'));
}

ForgetRequest KeptPage::request(bool allStores) const
{
    ForgetRequest request;
    if (allStores)
        request.kinds = forgettableKinds();
    else if (const Forgotten* chosen = m_table->store(m_view->currentIndex().row()))
        request.kinds = {chosen->kind};
    request.patient = m_patient->text().simplified();
    if (request.patient.isEmpty() && m_days->value() > 0)
        request.before = QDateTime::currentDateTime().addDays(-m_days->value());
    return request;
}

void KeptPage::ask(bool allStores)
{
    const ForgetRequest wanted = request(allStores);
    if (wanted.kinds.empty())
        return;
    const QString what = allStores ? tr("All of these stores but models and settings")
                                   : QString::fromUtf8(keptStore(wanted.kinds.front()).title);
    const QString part = !wanted.patient.isEmpty() ? tr("What is about %1").arg(wanted.patient)
        : wanted.before                            ? tr("What is %1 days or older").arg(m_days->value())
                                                   : tr("Everything");
    auto* question = new QMessageBox(
        QMessageBox::Warning, tr("Forget"),
        tr("%1: %2 is removed for good. There is no way back.").arg(what, part),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setAccessibleName(tr("Forget"));
    auto* yes = question->addButton(tr("&Forget"), QMessageBox::DestructiveRole);
    yes->setAccessibleName(tr("Forget"));
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, wanted] { forgetNow(wanted); });
    question->open();
}

/// The window's own memory of what goes, before it goes.
void KeptPage::takeOffScreen(const ForgetRequest& request)
{
    if (!request.patient.isEmpty() || request.before)
        return;
    if (holds(request, KeptKind::Batches) || holds(request, KeptKind::Recent))
        m_settings.reset(Setting::LastBatch);
    if (!holds(request, KeptKind::Recent))
        return;
    for (const Setting setting :
         {Setting::RecentFiles, Setting::LastFolder, Setting::RecentDatasets})
        m_settings.reset(setting);
}

void KeptPage::forgetNow(const ForgetRequest& request)
{
    takeOffScreen(request);
    m_forgetting.start([request] { return forget(request); },
                       [this](const std::vector<Forgotten>& done) { tell(done); });
    showChosen();
}

void KeptPage::tell(const std::vector<Forgotten>& done)
{
    qint64 items = 0;
    QStringList problems;
    for (const Forgotten& store : done) {
        items += store.items;
        problems << store.problems;
    }
    const QString removed = tr("Removed: %n item(s).", nullptr, int(items));
    setPlainText(m_result, (QStringList{removed} + problems).join(u'\n'));
    look();
    Q_EMIT forgotten();
}

} // namespace ccad
