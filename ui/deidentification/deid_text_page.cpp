// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/internal/deid_text_page.h"

#include "ui/deidentification/internal/box_editor.h"
#include "ui/widgets/column.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int listWidth = 260;
constexpr int boxListHeight = 104;

std::vector<PixelBox> blanked(const TextBoxes& boxes)
{
    std::vector<PixelBox> on;
    for (const TextBox& box : boxes)
        if (box.isOn)
            on.push_back(box.box);
    return on;
}

} // namespace

DeidTextPage::DeidTextPage(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings)
{
    setAccessibleName(tr("Text in the pixels"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::large);
    layout->addWidget(makeList());
    layout->addWidget(makeEditor(), 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &DeidTextPage::showFilm);
    connect(m_withTextOnly, &QCheckBox::toggled, this, &DeidTextPage::hideOthers);
    connect(m_editor, &BoxEditor::boxChosen, this, &DeidTextPage::chooseBox);
    connect(m_editor, &BoxEditor::boxDrawn, this, &DeidTextPage::addBox);
    connect(m_editor, &BoxEditor::boxChanged, this, &DeidTextPage::changeBox);
    connect(m_boxes, &QListWidget::currentRowChanged, this, &DeidTextPage::chooseBox);
    connect(m_boxes, &QListWidget::itemChanged, this, &DeidTextPage::switchBox);
    connect(m_add, &QPushButton::clicked, this, &DeidTextPage::addBoxInTheMiddle);
    connect(m_remove, &QPushButton::clicked, this, &DeidTextPage::removeBox);
    clear();
}

QWidget* DeidTextPage::makeList()
{
    auto* side = new QWidget(this);
    side->setAccessibleName(tr("Films"));
    side->setFixedWidth(listWidth);
    auto* layout = makeColumn(side, spacing::medium);
    m_list = new QListWidget(side);
    m_list->setObjectName(u"deid-films"_s);
    m_list->setAccessibleName(tr("Films that were searched"));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_withTextOnly = new QCheckBox(tr("&Only films with boxes"), side);
    m_withTextOnly->setAccessibleName(tr("Only films with boxes"));
    layout->addWidget(m_list, 1);
    layout->addWidget(m_withTextOnly);
    return side;
}

QWidget* DeidTextPage::makeEditor()
{
    auto* side = new QWidget(this);
    side->setAccessibleName(tr("Film and its boxes"));
    auto* layout = makeColumn(side, spacing::medium);
    m_editor = new BoxEditor(side);
    m_boxes = new QListWidget(side);
    m_boxes->setObjectName(u"deid-boxes"_s);
    m_boxes->setAccessibleName(tr("Boxes of this film; what is ticked becomes black"));
    m_boxes->setFixedHeight(boxListHeight);
    m_add = makeButton(tr("&Add Box"), nullptr, side);
    m_remove = makeButton(tr("Re&move Box"), nullptr, side);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(spacing::medium);
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::medium);
    row->addWidget(m_boxes, 1);
    row->addLayout(buttons);
    layout->addWidget(makeTextLabel(tr("Ticked boxes become black. Untick what is no text, such as "
                                       "a side marker, and drag over "
                                       "the film to add what was missed."),
                                    "muted", side));
    layout->addWidget(m_editor, 1);
    layout->addLayout(row);
    return side;
}

void DeidTextPage::clear()
{
    m_loading.cancel();
    m_films.clear();
    m_list->clear();
    m_editor->setFilm({}, {});
    showBoxes(-1);
}

void DeidTextPage::add(const SearchedFilm& searched)
{
    Film film{searched.file, {}, false, false, {}};
    if (searched.found) {
        film.hasPicture = searched.found->hasPicture;
        for (const PixelBox& box : searched.found->boxes)
            film.boxes.push_back({box});
    } else {
        film.problem = searched.found.error().message;
    }
    m_films.push_back(std::move(film));
    const int row = m_list->count();
    Film& added = m_films.back();
    added.problem = withoutPath(added.problem, added.file.file, titleOf(row),
                                isPatientTextHidden(m_settings));
    m_list->addItem(QString());
    showState(row);
    // The first is on screen until there is one with something to look at.
    const Film* shown = current();
    const bool isBetter
        = shown == nullptr || (shown->boxes.empty() && !added.boxes.empty() && !m_list->hasFocus());
    if (isBetter)
        m_list->setCurrentRow(row);
    hideOthers();
}

QString DeidTextPage::titleOf(int row) const
{
    return studyTitle(m_films[std::size_t(row)].file.file, row + 1,
                      isPatientTextHidden(m_settings));
}

QString DeidTextPage::stateOf(const Film& film) const
{
    if (!film.problem.isEmpty())
        return tr("cannot be read");
    if (!film.hasPicture)
        return tr("no picture");
    if (film.boxes.empty())
        return film.isSeen ? tr("no text, looked at") : tr("no text found");
    const QString boxes = tr("boxes: %1").arg(blanked(film.boxes).size());
    return film.isSeen ? tr("%1, looked at").arg(boxes) : boxes;
}

void DeidTextPage::showState(int row)
{
    const Film& film = m_films[std::size_t(row)];
    m_list->item(row)->setText(u"%1\n%2"_s.arg(titleOf(row), stateOf(film)));
    m_list->item(row)->setToolTip(film.problem);
}

void DeidTextPage::hideOthers()
{
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setHidden(m_withTextOnly->isChecked()
                                     && m_films[std::size_t(row)].boxes.empty());
}

DeidTextPage::Film* DeidTextPage::current()
{
    const int row = m_list->currentRow();
    return row < 0 || row >= static_cast<int>(m_films.size()) ? nullptr
                                                              : &m_films[std::size_t(row)];
}

void DeidTextPage::showFilm(int /*row*/)
{
    const Film* film = current();
    if (film == nullptr)
        return;
    m_loading.cancel();
    m_editor->setFilm({},
                      film->problem.isEmpty() ? tr("This file has no picture.") : film->problem);
    showBoxes(film->boxes.empty() ? -1 : 0);
    if (!film->hasPicture)
        return;
    m_editor->setFilm({}, tr("The film is being read…"));
    m_loading.start(
        [path = film->file.path](const CancelToken& cancel) { return readShownFilm(path, cancel); },
        [this](const Result<ShownFilm>& shown) { showLoaded(shown); });
}

void DeidTextPage::showLoaded(const Result<ShownFilm>& shown)
{
    Film* film = current();
    if (film == nullptr)
        return;
    if (!shown) {
        m_editor->setFilm({}, shown.error().message);
        return;
    }
    m_editor->setFilm(*shown);
    film->isSeen = true;
    showState(m_list->currentRow());
    showBoxes(m_boxes->currentRow());
}

void DeidTextPage::showBoxes(int chosen)
{
    const Film* film = current();
    const TextBoxes boxes = film == nullptr ? TextBoxes() : film->boxes;
    const QSignalBlocker quiet(m_boxes);
    m_boxes->clear();
    for (const TextBox& box : boxes) {
        const PixelBox& at = box.box;
        auto* item = new QListWidgetItem(tr("%1 × %2 pixels at %3, %4 (%5)")
                                             .arg(at.width)
                                             .arg(at.height)
                                             .arg(at.left)
                                             .arg(at.top)
                                             .arg(box.isByHand ? tr("by hand") : tr("found")),
                                         m_boxes);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(box.isOn ? Qt::Checked : Qt::Unchecked);
    }
    m_boxes->setCurrentRow(std::min(chosen, static_cast<int>(boxes.size()) - 1));
    m_editor->setBoxes(boxes, m_boxes->currentRow());
    m_add->setEnabled(film != nullptr && m_editor->hasFilm());
    m_remove->setEnabled(m_boxes->currentRow() >= 0);
}

void DeidTextPage::chooseBox(int box)
{
    showBoxes(box);
}

void DeidTextPage::addBox(const PixelBox& box)
{
    Film* film = current();
    if (film == nullptr)
        return;
    film->boxes.push_back({box, true, true});
    showState(m_list->currentRow());
    showBoxes(static_cast<int>(film->boxes.size()) - 1);
}

/// For the keyboard, which moves it from there.
void DeidTextPage::addBoxInTheMiddle()
{
    const QSize size = m_editor->filmSize();
    constexpr int acrossOf = 5;
    constexpr int downOf = 20;
    const int width = std::max(1, size.width() / acrossOf);
    const int height = std::max(1, size.height() / downOf);
    addBox({(size.width() - width) / 2, (size.height() - height) / 2, width, height});
    m_editor->setFocus(Qt::OtherFocusReason);
}

void DeidTextPage::removeBox()
{
    Film* film = current();
    const int box = m_boxes->currentRow();
    if (film == nullptr || box < 0)
        return;
    film->boxes.erase(film->boxes.begin() + box);
    showState(m_list->currentRow());
    showBoxes(box);
}

void DeidTextPage::changeBox(int box, const PixelBox& to)
{
    Film* film = current();
    if (film == nullptr || box < 0 || box >= static_cast<int>(film->boxes.size()))
        return;
    film->boxes[std::size_t(box)].box = to;
    film->boxes[std::size_t(box)].isByHand = true;
    showBoxes(box);
}

void DeidTextPage::switchBox(const QListWidgetItem* item)
{
    Film* film = current();
    const int box = m_boxes->row(item);
    if (film == nullptr || box < 0)
        return;
    film->boxes[std::size_t(box)].isOn = item->checkState() == Qt::Checked;
    showState(m_list->currentRow());
    m_editor->setBoxes(film->boxes, m_boxes->currentRow());
}

QHash<QString, std::vector<PixelBox>> DeidTextPage::listed() const
{
    QHash<QString, std::vector<PixelBox>> listed;
    for (const Film& film : m_films)
        if (film.hasPicture && (film.isSeen || !film.boxes.empty()))
            listed.insert(film.file.file, blanked(film.boxes));
    return listed;
}

LookedFilms DeidTextPage::looked() const
{
    LookedFilms looked;
    for (const Film& film : m_films) {
        const std::size_t boxes = blanked(film.boxes).size();
        ++looked.films;
        looked.boxes += static_cast<qint64>(boxes);
        looked.withText += boxes > 0 ? 1 : 0;
        looked.unseen += !film.boxes.empty() && !film.isSeen ? 1 : 0;
        looked.failed += film.problem.isEmpty() ? 0 : 1;
    }
    return looked;
}

} // namespace ccad
